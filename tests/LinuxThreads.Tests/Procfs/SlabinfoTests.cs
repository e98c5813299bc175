using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class SlabinfoTests
{
    private const string Head = "slabinfo - version: 2.1\n# name            <active_objs> <num_objs> <objsize>\n";

    private static readonly ParserContract.Parser Parser = (text, path) => Slabinfo.Parse(text, path);

    [Test]
    public void A_captured_file_has_its_caches()
    {
        var caches = Slabinfo.Read(MemoryFixture.Captured).Caches;

        caches.Should().HaveCount(235);
        caches.Single(cache => cache.Name == "task_struct").Should().Be(new SlabinfoCache
        {
            Name = "task_struct",
            ActiveObjs = 130,
            NumObjs = 130,
            Objsize = new ByteSize(5888),
            Objperslab = 5,
            Pagesperslab = 8,
            ActiveSlabs = 26,
            NumSlabs = 26,
        });
        caches.Single(cache => cache.Name == "vm_area_struct").Should().BeEquivalentTo(new { ActiveObjs = 1187, NumObjs = 2793, NumSlabs = 133 });
    }

    [Test]
    public void Active_and_all_slabs_are_told_apart() =>
        Slabinfo.Parse(Bytes("x 1 2 3 4 5 : tunables 6 7 8 : slabdata 9 10 11\n")).Caches.Single().Should().BeEquivalentTo(
            new { Name = "x", ActiveObjs = 1, NumObjs = 2, Objsize = new ByteSize(3), Objperslab = 4, Pagesperslab = 5, ActiveSlabs = 9, NumSlabs = 10 });

    [Test]
    public void A_name_may_hold_spaces_digits_and_colons() =>
        Slabinfo.Parse(Bytes("a 12 : b 1 2 3 4 5 : tunables 6 7 8 : slabdata 9 10 11\n")).Caches.Single().Name.Should().Be("a 12 : b");

    [Test]
    public void A_name_may_hold_the_markers_of_the_columns() =>
        Slabinfo.Parse(Bytes("a : slabdata 7 8 : tunables b 1 2 3 4 5 : tunables 6 7 8 : slabdata 9 10 11\n")).Caches.Single()
            .Should().BeEquivalentTo(new { Name = "a : slabdata 7 8 : tunables b", NumSlabs = 10 });

    [TestCase("")]
    [TestCase("slabinfo - version: 1.1\n")]
    [TestCase(Head + "x 1 2 3 4 : tunables 6 7 8 : slabdata 9 10 11\n")]
    [TestCase(Head + "x 1 2 3 4 5 : slabdata 9 10 11\n")]
    [TestCase(Head + "x 1 2 3 4 5 : tunables 6 7 8 : slabdata 9\n")]
    [TestCase(Head + "x 1 2 3 4 5 : tunables 6 7 8\n")]
    [TestCase(Head + "x 1 2 -3 4 5 : tunables 6 7 8 : slabdata 9 10 11\n")]
    public void Anything_else_is_a_format_error(string text) =>
        ParserContract.Accepts(Parser, Encoding.ASCII.GetBytes(text)).Should().BeFalse();

    [Test]
    public void Every_prefix_is_a_record_or_a_format_error()
    {
        var text = MemoryFixture.ReadCaptured("proc/slabinfo");
        var cut = text.AsSpan(0, 4000);
        var lines = cut[..(cut.LastIndexOf((byte)'\n') + 1)].ToArray();

        ParserContract.HoldsForEveryPrefix(Parser, lines).Should().Be(lines.AsSpan().Count((byte)'\n'));
    }

    [Test]
    public void Mutations_are_a_record_or_a_format_error() =>
        ParserContract.HoldsForMutations(Parser, MemoryFixture.ReadCaptured("proc/slabinfo")[..2000], seed: 6).Should().BeInRange(0, 2999);

    [Test]
    [Category("Live")]
    public void The_running_system_answers_root_and_refuses_others()
    {
        if (!ProcRoot.System.Exists("proc/slabinfo"))
        {
            Assert.Ignore("This kernel has no /proc/slabinfo.");
        }

        if (Environment.IsPrivilegedProcess)
        {
            Slabinfo.Read(ProcRoot.System).Caches.Should().Contain(cache => cache.Name == "task_struct");
            return;
        }

        var act = () => Slabinfo.Read(ProcRoot.System);
        act.Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.EACCES);
    }

    private static byte[] Bytes(string line) => Encoding.ASCII.GetBytes(Head + line);
}
