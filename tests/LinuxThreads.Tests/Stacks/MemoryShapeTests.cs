using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

/// <summary>What is told by its shape: the GC's reservations and signal stacks.</summary>
public sealed class MemoryShapeTests
{
    private const string Region = "10000000-10100000 rw-p | 1024 ac";
    private const string Reserve = "10100000-20000000 ---p | 0 dd";

    [Test]
    public void Committed_and_reserved_memory_in_turn_is_the_GCs() =>
        GcReservations.Find(MappingText.Pieces(Region, Reserve, "20000000-20001000 rw-p | 4 ac", "20001000-30000000 ---p | 0 dd")).Should().HaveCount(4);

    [TestCase("10000000-10100000 rw-p | 0 ac", "10100000-20000000 ---p | 0 nr", TestName = "In dumps")]
    [TestCase("10000000-10100000 rw-p | 0 ac", "10101000-20000000 ---p | 0 dd", TestName = "A gap between")]
    [TestCase("10000000-10100000 rw-p | 0 ac", "10100000-10110000 ---p | 0 dd", TestName = "Little reserved")]
    [TestCase("10000000-20000000 ---p | 0 dd", TestName = "Nothing committed")]
    [TestCase("10000000-10100000 rw-p | 0 ac nh", "10100000-20000000 ---p | 0 dd", TestName = "A stack below")]
    [TestCase("ff00000-10000000 rwxp | 0 ac", "10000000-10100000 rw-p | 0 ac", "10100000-20000000 ---p | 0 dd", TestName = "Code below")]
    [TestCase("10000000-10100000 rw-p | 0 ac", "10100000-20000000 ---p | 0 dd", "20000000-20001000 rw-s /memfd:doublemapper (deleted)", TestName = "Code above")]
    public void What_lacks_a_part_of_the_shape_is_not_the_GCs(params string[] lines) =>
        GcReservations.Find(MappingText.Pieces(lines)).Should().BeEmpty();

    [Test]
    public void Code_that_a_gap_separates_is_no_neighbour() =>
        GcReservations.Find(MappingText.Pieces("ff00000-ffff000 rwxp | 0 ac", Region, Reserve)).Should().HaveCount(2);

    [TestCase("/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.0/libcoreclr.so", true)]
    [TestCase("/memfd:doublemapper (deleted)", true)]
    [TestCase("/usr/lib/libc.so.6", false)]
    [TestCase("/home/notlibcoreclr.so.d/x", false)]
    public void A_runtime_is_told_by_its_files(string path, bool isDotnet) =>
        GcReservations.IsDotnet(MappingText.Parse($"1000-2000 r-xp {path}")).Should().Be(isDotnet);

    [Test]
    public void A_small_mapping_with_a_page_of_guard_is_a_signal_stack()
    {
        var claims = SignalStackShapes.Find(MappingText.Pieces("1000-2000 ---p | 0 nh", "2000-5000 rw-p | 4 nh"), 1, 4096, true, out var found);

        found.Should().Be(1);
        claims.Select(static claim => (claim.Range.Start, claim.Class, claim.Inferred)).Should().Equal(
            (0x1000UL, MemoryClass.Guards, true), (0x2000UL, MemoryClass.SignalStacks, true));
    }

    [TestCase("1000-2000 ---p | 0 nh", "2000-12000 rw-p | 4 nh", TestName = "As large as a thread's")]
    [TestCase("1000-3000 ---p | 0 nh", "3000-5000 rw-p | 4 nh", TestName = "A guard of two pages")]
    [TestCase("1000-2000 ---p | 0 nh", "3000-5000 rw-p | 4 nh", TestName = "No guard")]
    [TestCase("1000-2000 ---p | 0 nh", "2000-5000 rw-p | 4 ac", TestName = "Not mapped as a stack")]
    [TestCase("1000-2000 ---p | 0 nh", "2000-5000 rw-p /a | 4 nh", TestName = "A file above a guard")]
    public void What_lacks_a_part_of_the_shape_is_no_signal_stack(params string[] lines) =>
        SignalStackShapes.Find(MappingText.Pieces(lines), 1, 4096, true, out _).Should().BeEmpty();

    [Test]
    public void More_of_them_than_threads_could_have_are_something_else()
    {
        string[] lines = [.. Enumerable.Range(1, 4).SelectMany(static i => new[] { $"{i}0000-{i}1000 ---p | 0 nh", $"{i}1000-{i}4000 rw-p | 0 nh" })];

        SignalStackShapes.Find(MappingText.Pieces(lines), 3, 4096, true, out _).Should().HaveCount(8);
        SignalStackShapes.Find(MappingText.Pieces(lines), 2, 4096, true, out var found).Should().BeEmpty();
        found.Should().Be(4);
    }

    [Test]
    public void Classes_are_spelled_as_JSON_has_them() =>
        Enum.GetValues<MemoryClass>().Select(static kind => kind.JsonName()).Should().Equal(
            "thread-stacks", "guards", "signal-stacks", "arenas", "heap", "gc-heap", "jit-code", "file-private", "file-shared",
            "shared-memory", "vdso", "named-anonymous", "other-anonymous", "rest");

    [Test]
    public void Sources_of_the_cap_are_spelled_as_JSON_has_them() =>
        Enum.GetValues<ArenaCapSource>().Select(static source => source.JsonName()).Should().Equal("cpus", "arena-max", "arena-test");
}
