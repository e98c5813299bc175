using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class MeminfoTests
{
    private static readonly ParserContract.Parser Parser = (text, path) => Meminfo.Parse(text, path);

    [Test]
    public void A_captured_file_is_understood_to_its_last_key() =>
        Meminfo.Read(MemoryFixture.Captured).Unrecognized.Should().BeEmpty();

    [Test]
    public void A_captured_file_has_the_figures_of_the_ledger()
    {
        var meminfo = Meminfo.Read(MemoryFixture.Captured);

        var expected = Encoding.ASCII.GetString(MemoryFixture.ReadCaptured("proc/meminfo")).Split('\n');
        meminfo.MemTotal.Should().Be(ByteSize.FromKibibytes(24684084));
        meminfo.MemFree.Should().Be(ByteSize.FromKibibytes(24275940));
        meminfo.MemAvailable.Should().Be(ByteSize.FromKibibytes(24333212));
        meminfo.Cached.Should().Be(ByteSize.FromKibibytes(242696));
        meminfo.HugePagesTotal.Should().Be(0);
        meminfo.Hugepagesize.Should().Be(new ByteSize(2 << 20));
        expected.Should().Contain($"SUnreclaim:     {meminfo.SUnreclaim!.Value.Bytes / 1024,8} kB");
        expected.Should().Contain($"KernelStack:    {meminfo.KernelStack!.Value.Bytes / 1024,8} kB");
        expected.Should().Contain($"PageTables:     {meminfo.PageTables!.Value.Bytes / 1024,8} kB");
    }

    [Test]
    public void Every_key_goes_to_its_own_member()
    {
        var sizes = ("MemTotal MemFree MemAvailable Buffers Cached SwapCached Active Inactive Active(anon) Inactive(anon) Active(file) Inactive(file) "
            + "Unevictable Mlocked SwapTotal SwapFree Zswap Zswapped Dirty Writeback AnonPages Mapped Shmem KReclaimable Slab SReclaimable SUnreclaim "
            + "KernelStack ShadowCallStack PageTables SecPageTables NFS_Unstable Bounce WritebackTmp CommitLimit Committed_AS VmallocTotal VmallocUsed "
            + "VmallocChunk Percpu HardwareCorrupted AnonHugePages ShmemHugePages ShmemPmdMapped FileHugePages FilePmdMapped CmaTotal CmaFree "
            + "Unaccepted Balloon").Split(' ');
        string[] counts = ["HugePages_Total", "HugePages_Free", "HugePages_Rsvd", "HugePages_Surp"];
        string[] last = ["Hugepagesize", "Hugetlb", "DirectMap4k", "DirectMap2M", "DirectMap1G"];
        string[] keys = [.. sizes, .. counts, .. last];
        var text = string.Concat(keys.Select((key, i) => $"{key + ":",-16}{1001 + i,8}{(counts.Contains(key) ? "" : " kB")}\n"));

        var printed = Meminfo.Parse(Encoding.ASCII.GetBytes(text)).ToString();

        printed.Should().Contain(string.Join(", ", keys.Select((key, i) => $"{Member(key)} = {(counts.Contains(key) ? $"{1001 + i}" : $"{(1001 + i) * 1024} B")}")));
    }

    [Test]
    public void A_figure_that_is_not_printed_is_null_not_zero()
    {
        var meminfo = Meminfo.Parse("MemTotal: 8 kB\nMemFree: 4 kB\nBuffers: 0 kB\nCached: 1 kB\nSwapFree: 0 kB\n"u8);

        meminfo.MemAvailable.Should().BeNull();
        meminfo.HugePagesFree.Should().BeNull();
        meminfo.SwapFree.Should().Be(ByteSize.Zero);
    }

    [TestCase("MemFree:  4 MB", "MemFree")]
    [TestCase("MemFree:  four kB", "MemFree")]
    [TestCase("MemFree:  4", "MemFree")]
    public void A_known_key_with_a_bad_value_is_named_with_its_line(string line, string key)
    {
        var text = Encoding.ASCII.GetBytes($"MemTotal: 8 kB\n{line}\nBuffers: 0 kB\nCached: 1 kB\n");

        var act = () => Meminfo.Parse(text, "/proc/meminfo");

        act.Should().Throw<ProcfsFormatException>().Which.Should().BeEquivalentTo(new { Path = "/proc/meminfo", Line = 2, Key = key });
    }

    [Test]
    public void A_count_of_huge_pages_with_a_unit_is_an_error()
    {
        var act = () => Meminfo.Parse("MemTotal: 8 kB\nMemFree: 4 kB\nBuffers: 0 kB\nCached: 1 kB\nHugePages_Total: 1 kB\n"u8);

        act.Should().Throw<ProcfsFormatException>().Which.Key.Should().Be("HugePages_Total");
    }

    [Test]
    public void Every_prefix_is_a_record_or_a_format_error() =>
        // MemTotal, MemFree, MemAvailable, Buffers, Cached: from there on every line end is a possible end.
        ParserContract.HoldsForEveryPrefix(Parser, MemoryFixture.ReadCaptured("proc/meminfo"))
            .Should().Be(MemoryFixture.ReadCaptured("proc/meminfo").AsSpan().Count((byte)'\n') - 4);

    [Test]
    public void Mutations_are_a_record_or_a_format_error() =>
        ParserContract.HoldsForMutations(Parser, MemoryFixture.ReadCaptured("proc/meminfo"), seed: 4).Should().BeInRange(1, 2999);

    [Test]
    public void Shuffled_and_strange_lines_change_no_figure([Range(1, 5)] int seed)
    {
        var text = MemoryFixture.ReadCaptured("proc/meminfo");
        var shuffled = ParserContract.Shuffle(ParserContract.Insert(text, seed, "GPUActive:   7 kB", "Mood: good"), seed);

        var meminfo = Meminfo.Parse(shuffled);

        meminfo.Unrecognized.Should().BeEquivalentTo(new Dictionary<string, string> { ["GPUActive"] = "7 kB", ["Mood"] = "good" });
        (meminfo with { Unrecognized = Meminfo.Parse(text).Unrecognized }).Should().Be(Meminfo.Parse(text));
    }

    [Test]
    [Category("Live")]
    public void The_running_system_has_more_memory_than_is_free()
    {
        var meminfo = Meminfo.Read(ProcRoot.System);

        meminfo.MemFree.Should().BeLessThan(meminfo.MemTotal);
        meminfo.MemFree.Bytes.Should().BePositive();
    }

    private static string Member(string key) => key switch
    {
        "Active(anon)" => "ActiveAnon",
        "Inactive(anon)" => "InactiveAnon",
        "Active(file)" => "ActiveFile",
        "Inactive(file)" => "InactiveFile",
        _ => key.Replace("_", "", StringComparison.Ordinal),
    };
}
