using System.Buffers.Binary;
using System.Globalization;
using LinuxThreads.Procfs;
using LinuxThreads.Stacks;
using LinuxThreads.Tests.Procfs;

namespace LinuxThreads.Tests.Stacks;

public sealed class ArenaHeapsTests
{
    private const ulong A = 0x10000000;
    private const ulong B = 0x14000000;

    // A heap of 132 KiB, and one right above that has grown to its end.
    private static readonly string[] TwoHeaps = ["10000000-10021000 rw-p", "10021000-14000000 ---p", "14000000-18000000 rw-p"];

    [Test]
    public void Captured_headers_are_15_arenas_of_a_heap_each()
    {
        var heaps = ArenaHeaps.Verify(Captured(), 4096, Memory(CapturedHeaders()));

        heaps.Should().HaveCount(15);
        heaps.DistinctBy(static heap => heap.Arena).Should().HaveCount(15);
    }

    [Test]
    public void Captured_mappings_have_the_shape_of_the_heaps_that_their_headers_tell() =>
        ArenaHeaps.Infer(Captured()).Select(static heap => heap.Start)
            .Should().Equal(ArenaHeaps.Verify(Captured(), 4096, Memory(CapturedHeaders())).Select(static heap => heap.Start));

    [Test]
    public void A_second_heap_of_an_arena_is_found_by_its_header()
    {
        var heaps = Verify(TwoHeaps, (A, [A + 0x30, 0, 0x21000, 0x21000]), (B, [A + 0x30, A, 0x4000000, 0x4000000]));

        heaps.Should().Equal(new ArenaHeap(A, A + 0x30), new ArenaHeap(B, A + 0x30));
    }

    [Test]
    public void Heaps_that_have_grown_into_one_mapping_are_told_apart() =>
        Verify(["10000000-14021000 rw-p", "14021000-18000000 ---p"], (A, [A + 0x30, 0, 0x4000000, 0x4000000]), (B, [B + 0x30, 0, 0x21000, 0x21000]))
            .Should().HaveCount(2);

    [TestCase(A + 0x30, 0UL, 0UL, 0x21000UL, TestName = "Nothing in use")]
    [TestCase(A + 0x30, 0UL, 0x22000UL, 0x21000UL, TestName = "More in use than accessible")]
    [TestCase(A + 0x30, 0UL, 0x21000UL, 0x5000000UL, TestName = "More accessible than a heap has")]
    [TestCase(A + 0x30, 0UL, 0x21000UL, 0x22000UL, TestName = "More accessible than is mapped so")]
    [TestCase(A + 0x30, 0UL, 0x20800UL, 0x21000UL, TestName = "Not whole pages in use")]
    [TestCase(A + 0x8, 0UL, 0x21000UL, 0x21000UL, TestName = "The state within the header")]
    [TestCase(A + 0x2000, 0UL, 0x21000UL, 0x21000UL, TestName = "The state far from the header")]
    [TestCase(B + 0x30, 0UL, 0x21000UL, 0x21000UL, TestName = "The state in a heap that is none")]
    [TestCase(A + 0x30, B, 0x21000UL, 0x21000UL, TestName = "A first heap that follows another")]
    [TestCase(A + 0x30, 0x10UL, 0x21000UL, 0x21000UL, TestName = "A heap before it that can't be one")]
    public void A_header_that_contradicts_itself_or_the_mappings_is_no_heap(ulong state, ulong previous, ulong size, ulong accessible) =>
        Verify(TwoHeaps, (A, [state, previous, size, accessible])).Should().BeEmpty();

    [Test]
    public void A_later_heap_without_the_one_before_it_is_no_heap() =>
        Verify(TwoHeaps, (A, [A + 0x30, 0, 0x21000, 0x21000]), (B, [A + 0x30, 0x20000000, 0x4000000, 0x4000000]))
            .Select(static heap => heap.Start).Should().Equal(A);

    [Test]
    public void A_later_heap_after_one_of_another_arena_is_no_heap() =>
        Verify(
            ["10000000-18000000 rw-p", "18000000-1c000000 rw-p"],
            (A, [A + 0x30, 0, 0x4000000, 0x4000000]), (B, [B + 0x30, 0, 0x4000000, 0x4000000]), (0x18000000, [A + 0x30, B, 0x4000000, 0x4000000]))
            .Select(static heap => heap.Start).Should().Equal(A, B);

    [TestCase("10021000-10800000 ---p", TestName = "A heap of four huge pages")]
    [TestCase("10021000-13fff000 ---p", "13fff000-14000000 r--p /usr/lib/libc.so.6", TestName = "A library within 64 MiB")]
    public void What_does_not_own_its_64_MiB_is_no_heap(params string[] rest) =>
        Verify(["10000000-10021000 rw-p", .. rest], (A, [A + 0x30, 0, 0x21000, 0x21000])).Should().BeEmpty();

    [TestCase("10001000-10021000 rw-p | 0 nr", "10021000-14001000 ---p | 0 nr", TestName = "Not aligned")]
    [TestCase("10000000-10021000 rw-p | 0 ac", "10021000-14000000 ---p | 0 dd", TestName = "A reservation of the GC")]
    [TestCase("10000000-10021000 rw-p | 0 nr", "10021000-13000000 ---p | 0 nr", TestName = "Too short")]
    [TestCase("10000000-10021000 rw-p | 0 nr", "10022000-14000000 ---p | 0 nr", TestName = "A gap between")]
    [TestCase("10000000-10021000 rwxp | 0 nr", "10021000-14000000 ---p | 0 nr", TestName = "Executable")]
    [TestCase("10000000-10021000 rw-p /a | 0 nr", "10021000-14000000 ---p | 0 nr", TestName = "A file")]
    public void What_lacks_a_part_of_the_shape_is_not_taken_for_a_heap(params string[] lines) =>
        ArenaHeaps.Infer(MappingText.Parse(lines)).Should().BeEmpty();

    [TestCase("r-xp /usr/lib/libc.so.6", null)]
    [TestCase("r-xp /usr/lib/libc-2.31.so", null)]
    [TestCase("r-xp /lib/ld-musl-x86_64.so.1", "musl")]
    [TestCase("r-xp /opt/program", "statically")]
    [TestCase("r-xp /usr/lib/libc.so.6|r-xp /usr/lib/libjemalloc.so.2", "libjemalloc")]
    [TestCase("r-xp /usr/lib/libc.so.6|r-xp /usr/lib/libtcmalloc_minimal.so.4", "libtcmalloc")]
    public void Another_malloc_than_glibcs_is_named(string lines, string? reason)
    {
        var objection = ArenaReader.Objection([.. lines.Split('|').SelectMany(static line => MappingText.Parse($"1000-2000 {line}"))]);

        if (reason is null)
        {
            objection.Should().BeNull();
        }
        else
        {
            objection.Should().Contain(reason);
        }
    }

    private static List<ArenaHeap> Verify(string[] mappings, params (ulong Address, ulong[] Words)[] headers) =>
        ArenaHeaps.Verify(MappingText.Parse(mappings), 4096, Memory(headers.ToDictionary(static header => header.Address, static header => header.Words)));

    private static ArenaHeaps.Reader Memory(Dictionary<ulong, ulong[]> headers) => (address, bytes) =>
    {
        if (!headers.TryGetValue(address, out var words))
        {
            return 0;
        }

        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(8 * i)..], words[i]);
        }

        return 8 * words.Length;
    };

    private static List<SmapsMapping> Captured() => SmapsMapping.FromSmaps(Smaps.Enumerate(MemoryFixture.ReadCaptured($"proc/{MemoryFixture.ArenaProgram}/smaps")));

    private static Dictionary<ulong, ulong[]> CapturedHeaders() =>
        System.Text.Encoding.ASCII.GetString(MemoryFixture.ReadCaptured($"proc/{MemoryFixture.ArenaProgram}/heap-headers"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' ').Select(static word => ulong.Parse(word, NumberStyles.HexNumber)).ToArray())
            .ToDictionary(static words => words[0], static words => words[1..]);
}
