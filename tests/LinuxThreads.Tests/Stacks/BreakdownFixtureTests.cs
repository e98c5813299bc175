using LinuxThreads.Procfs;
using LinuxThreads.Stacks;
using LinuxThreads.Tests.Procfs;

namespace LinuxThreads.Tests.Stacks;

/// <summary>Breakdowns of captured processes, and of trees that lack some of the files.</summary>
public sealed class BreakdownFixtureTests
{
    private TemporaryDirectory _root = null!;

    [SetUp]
    public void MakeTree() => _root = new TemporaryDirectory();

    [TearDown]
    public void RemoveTree() => _root.Dispose();

    [Test]
    public void A_captured_program_adds_up_to_its_rollup([Values(7607, 7847, 20593)] int pid)
    {
        var breakdown = Fixture(pid);

        breakdown.Classes.Sum(static use => use.Figures.Rss.Bytes).Should().Be(breakdown.Rss.Bytes).And.Be(breakdown.RollupRss!.Value.Bytes);
        breakdown.Classes.Sum(static use => use.Figures.Size.Bytes).Should().Be(Mappings(pid).Sum(static mapping => mapping.Figures.Size.Bytes));
        breakdown.Classes.Sum(static use => use.Mappings).Should().Be(Mappings(pid).Count);
        breakdown.Classes.Select(static use => use.Class).Should().BeInAscendingOrder();
    }

    [Test]
    public void A_captured_dotnet_program_has_a_GC_heap_code_and_signal_stacks()
    {
        var breakdown = Fixture(7847, threads: 11);

        // Read off the file by eye: where the runs with dd begin and end, and the small nh mappings above a page of guard.
        var heap = breakdown.Of(MemoryClass.GcHeap)!;
        heap.Inferred.Should().BeTrue();
        heap.Figures.Size.Bytes.Should().Be((0x7f9310000000 - 0x7f872f775000) + (0x7f9324c00000 - 0x7f9324800000));
        heap.Figures.Rss.TotalKibibytes.Should().Be(8 + 4 + 4 + 8 + 4 + 52 + 8);
        var signals = breakdown.Of(MemoryClass.SignalStacks)!;
        (signals.Mappings, signals.Figures.Size.Bytes, signals.Inferred).Should().Be((10, ((9 * 12) + 40) * 1024, true));
        breakdown.Arenas!.Heaps.Should().Be(10);
        breakdown.Of(MemoryClass.JitCode)!.Inferred.Should().BeFalse();
        breakdown.Of(MemoryClass.Arenas)!.Inferred.Should().BeTrue("no memory was captured to check the headers in");
        breakdown.Arenas.Count.Should().BeNull();
        breakdown.Unavailable.Should().Contain(static entry => entry.Field == "arenas.count");
    }

    [Test]
    public void A_captured_program_with_arenas_has_their_heaps_in_its_class()
    {
        var breakdown = Fixture(20593);

        var arenas = breakdown.Of(MemoryClass.Arenas)!;
        (arenas.Mappings, arenas.Figures.Size.Bytes).Should().Be((30, 15L * (64 << 20)));
        arenas.Figures.Rss.Bytes.Should().BeGreaterThan(15 * 50 * 1024);
        (breakdown.Arenas!.Heaps, breakdown.Arenas.Cpus).Should().Be((15, 2));
        breakdown.Of(MemoryClass.GcHeap).Should().BeNull();
    }

    [Test]
    public void The_cap_is_held_against_the_quota_of_the_process()
    {
        CopyArenaProgram();
        Write("sys/devices/system/cpu/online", "0-63\n");
        Write("proc/20593/environ", "A=1\0");
        Write("proc/20593/cgroup", "0::/\n");
        Write("proc/self/mountinfo", "30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        Write("sys/fs/cgroup/cpu.max", "150000 100000\n");

        var arenas = Read(new ProcRoot(_root.Path), 20593).Arenas!;

        (arenas.Cap, arenas.CapSource, arenas.Cpus, arenas.QuotaCpus).Should().Be((512L, ArenaCapSource.Cpus, 64, 1.5));
    }

    [Test]
    public void What_is_not_there_is_null_with_a_reason()
    {
        CopyArenaProgram();
        File.Delete(Path.Combine(_root.Path, "proc/20593/smaps_rollup"));

        var breakdown = Read(new ProcRoot(_root.Path), 20593);

        breakdown.RollupRss.Should().BeNull();
        (breakdown.Arenas!.Cap, breakdown.Arenas.Cpus, breakdown.Arenas.Count).Should().Be((null, null, null));
        breakdown.Unavailable.Select(static entry => entry.Field).Should().Contain(["smaps_rollup_rss_bytes", "arenas.cap", "arenas.cpus", "arenas.count"]);
    }

    [Test]
    public void A_rollup_that_differs_is_told_not_hidden()
    {
        CopyArenaProgram();
        var path = Path.Combine(_root.Path, "proc/20593/smaps_rollup");
        var text = File.ReadAllText(path);
        var rss = Fixture(20593).Rss.TotalKibibytes;
        File.WriteAllText(path, System.Text.RegularExpressions.Regex.Replace(text, @"(?m)^Rss:\s+\d+ kB", $"Rss: {rss + 12} kB"));

        var breakdown = Read(new ProcRoot(_root.Path), 20593);

        (breakdown.RollupRss!.Value.Bytes - breakdown.Rss.Bytes).Should().Be(12288);
        breakdown.Unavailable.Should().Contain(static entry => entry.Field == "smaps_rollup_rss_bytes" && entry.Reason.Contains("12288 bytes more"));
    }

    [Test]
    public void A_process_without_memory_has_no_classes_and_says_why()
    {
        Write("proc/2/smaps", "");
        Directory.CreateDirectory(Path.Combine(_root.Path, "proc/2/task/2"));

        var breakdown = Read(new ProcRoot(_root.Path), 2);

        breakdown.Classes.Should().BeEmpty();
        breakdown.Arenas.Should().BeNull();
        breakdown.Unavailable.Should().Contain(static entry => entry.Field == "classes" && entry.Reason.Contains("no memory of its own"));
    }

    [Test]
    public void A_kernel_without_smaps_is_named()
    {
        CopyArenaProgram();
        File.Delete(Path.Combine(_root.Path, "proc/20593/smaps"));
        Write("proc/20593/maps", "");

        FluentActions.Invoking(() => Read(new ProcRoot(_root.Path), 20593)).Should().Throw<KernelFeatureMissingException>().WithMessage("*smaps*");
    }

    /// <summary>The captured files, without the ranges of the stacks.</summary>
    private static MemoryBreakdown Fixture(int pid, int threads = 0) => Read(MemoryFixture.Captured, pid, threads);

    private static MemoryBreakdown Read(ProcRoot root, int pid, int threads = 0) => new BreakdownReader(root, new StackSnapshot
    {
        Pid = new Pid(pid),
        Route = StackRoute.Smaps,
        Took = Nanoseconds.Zero,
        HugePages = HugePageSettings.Of(null, null),
        Threads = [],
        Totals = new StackTotals(threads, threads, default, default, default, default),
    }).TryRead()!;

    private void CopyArenaProgram()
    {
        foreach (var file in new[] { "smaps", "smaps_rollup" })
        {
            Write($"proc/20593/{file}", System.Text.Encoding.UTF8.GetString(MemoryFixture.ReadCaptured($"proc/20593/{file}")));
        }
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private static List<SmapsMapping> Mappings(int pid) => SmapsMapping.FromSmaps(Smaps.Enumerate(MemoryFixture.ReadCaptured($"proc/{pid}/smaps")));
}
