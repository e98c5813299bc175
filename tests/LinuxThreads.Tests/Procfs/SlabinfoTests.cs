using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class SlabinfoTests : ParserHarness
{
    private const string Head = "slabinfo - version: 2.1\n# name            <active_objs> <num_objs> <objsize>\n";

    protected override IReadOnlyList<string> Fixtures { get; } = ["6.18.44-x86_64/proc/slabinfo"];

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
    public void Anything_else_is_a_format_error(string text)
    {
        var act = () => Slabinfo.Parse(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>();
    }

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

    protected override object Parse(byte[] text, string path) => Slabinfo.Parse(text, path);

    // All 235 lines have one form; the first few are enough, and the time is that of their number squared.
    protected override byte[] Sample(string name) => FixtureText.Join(FixtureText.Lines(Fixture(name)).Take(30));

    protected override int? PrefixesThatAreRecords(string fixture) => 30;

    private static byte[] Bytes(string line) => Encoding.ASCII.GetBytes(Head + line);
}
