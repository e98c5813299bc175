using LinuxThreads.Workers;

namespace LinuxThreads.Tests.Workers;

public sealed class ParkingRoleTests
{
    private const string Park = "park 65536 -1 4096 0 -1";

    [Test]
    public void The_group_is_made_with_the_stack_and_the_touch_of_the_command()
    {
        (ByteSize?, ByteSize) asked = default;
        using var role = new ParkingRole((stack, touch) => { asked = (stack, touch); return new Units(); }, weighed: false);

        Ask(role, Park).Should().Be("parked 0");

        asked.Should().Be((new ByteSize(65536), new ByteSize(4096)));
    }

    [Test]
    public void A_stack_of_0_is_the_default()
    {
        ByteSize? asked = new ByteSize(1);
        using var role = new ParkingRole((stack, _) => { asked = stack; return new Units(); }, weighed: false);

        Ask(role, "park 0 -1 0 0 -1").Should().Be("parked 0");

        asked.Should().BeNull();
    }

    [Test]
    public void Units_are_parked_in_strides_up_to_the_number_asked_for()
    {
        var units = new Units();
        using var role = Parked(units);

        Ask(role, "grow 10 0 4").Should().Be("grown 10 max 0 0");

        units.Strides.Should().Equal(4, 4, 2);
    }

    [Test]
    public void A_refusal_ends_the_growth_with_its_number()
    {
        using var role = Parked(new Units { RefuseFrom = 6 });

        Ask(role, "grow 10 0 4").Should().Be($"grown 6 errno {Errno.EAGAIN.Number} 0");
    }

    [Test]
    public void A_floor_that_the_machine_cannot_keep_ends_the_growth_before_it_begins()
    {
        var units = new Units();
        using var role = Parked(units);

        Ask(role, $"grow 10 {long.MaxValue} 4").Should().Be("grown 0 floor 0 0");

        units.Strides.Should().BeEmpty();
    }

    [Test]
    public void The_number_parked_is_on_the_page_after_each_stride()
    {
        using var page = WorkerPage.Create(0);
        using var role = Parked(new Units());

        role.Answer("grow 7 0 4".Split(' '), page).Should().Be("grown 7 max 0 0");

        Read(page, WorkerPage.CreatedAt).Should().Be(7);
    }

    [Test]
    public void Units_that_do_not_know_their_stacks_are_not_said_to_have_none()
    {
        using var role = Parked(new Units());
        Ask(role, "resident").Should().BeNull();
    }

    [Test]
    public void Units_that_did_not_stay_parked_are_told()
    {
        using var role = Parked(new Units { Disturbance = "a passer-by" });
        Ask(role, "resident").Should().Be("disturbed by a passer-by");
    }

    [TestCase("grow 1 0 1", TestName = "Growth of no group")]
    [TestCase("resident", TestName = "Residents of no group")]
    [TestCase("park 0 -1 0 1 -1", TestName = "Flags, which .NET's units have none of")]
    public void What_is_not_understood_has_no_answer(string command)
    {
        using var role = new ParkingRole(static (_, _) => new Units(), weighed: false);
        Ask(role, command).Should().BeNull();
    }

    [Test]
    public void Results_lie_behind_the_head_of_the_page_and_within_its_room()
    {
        using var page = WorkerPage.Create(16);

        page.Write(8, BitConverter.GetBytes(42L));

        Read(page, WorkerPage.ResultsAt + 8).Should().Be(42);
        page.Invoking(static page => page.Write(9, new byte[8])).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static long Read(WorkerPage page, int offset)
    {
        using var file = File.OpenHandle($"/proc/self/fd/{page.Descriptor}");
        var bytes = new byte[sizeof(long)];
        RandomAccess.Read(file, bytes, offset).Should().Be(bytes.Length);
        return BitConverter.ToInt64(bytes);
    }

    private static ParkingRole Parked(Units units)
    {
        var role = new ParkingRole((_, _) => units, weighed: false);
        Ask(role, Park).Should().Be("parked 0");
        return role;
    }

    private static string? Ask(ParkingRole role, string command)
    {
        using var page = WorkerPage.Create(0);
        return role.Answer(command.Split(' '), page);
    }

    private sealed class Units : IManagedUnits
    {
        public int RefuseFrom { get; init; } = int.MaxValue;

        public List<int> Strides { get; } = [];

        public int Count { get; private set; }

        public IEnumerable<(nint Low, nuint Size)>? Stacks => null;

        public string? Disturbance { get; init; }

        public Errno? Grow(int more, Action<long> parked)
        {
            Strides.Add(more);
            var refused = Count + more > RefuseFrom;
            Count = Math.Min(Count + more, RefuseFrom);
            return refused ? Errno.EAGAIN : null;
        }

        public void Dispose()
        {
        }
    }
}
