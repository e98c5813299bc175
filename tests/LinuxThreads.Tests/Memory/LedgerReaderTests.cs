using System.Text;
using LinuxThreads.Memory;
using LinuxThreads.Procfs;
using LinuxThreads.Tests.Procfs;

namespace LinuxThreads.Tests.Memory;

public sealed class LedgerReaderTests
{
    private static readonly Pid Target = new(42);
    private static readonly Pid Reader = new(7);

    private TemporaryTree _tree = null!;

    [SetUp]
    public void Make() => _tree = new TemporaryTree();

    [TearDown]
    public void Remove() => _tree.Dispose();

    [Test]
    public void Every_column_comes_from_its_file()
    {
        WriteMachine();
        WriteProcess(Target, rss: 8_300, anonymous: 5_000, size: 90_000, data: 40_000, pageTables: 300, mappings: 1234);
        WriteProcess(Reader, rss: 70_000, anonymous: 30_000, size: 1, data: 1, pageTables: 400, mappings: 1);
        Capture("proc/slabinfo");

        var reading = new LedgerReader(_tree.Root, Target, Reader, 4096).Read(17, new ByteSize(8192));

        reading.Units.Should().Be(17);
        reading.StackRss.Should().Be(new ByteSize(8192));
        reading.UserRss.Should().Be(ByteSize.FromKibibytes(8_300));
        reading.AddressSpace.Should().Be(ByteSize.FromKibibytes(90_000));
        reading.PrivateWritable.Should().Be(ByteSize.FromKibibytes(40_000));
        reading.PageTables.Should().Be(ByteSize.FromKibibytes(300));
        reading.MachineThreads.Should().Be(271);
        reading.Vmas.Should().Be(1234);
        reading.ReaderMemory.Should().Be(ByteSize.FromKibibytes(30_400));
        var meminfo = Meminfo.Read(_tree.Root);
        (reading.KernelStack, reading.Slab, reading.MemAvailable).Should().Be((meminfo.KernelStack, meminfo.SUnreclaim, meminfo.MemAvailable));
        reading.PerCpuLists.Bytes.Should().Be(Zoneinfo.Read(_tree.Root).PerCpuListPages * 4096);
        var tasks = Slabinfo.Read(_tree.Root).Caches.Single(static cache => cache.Name == "task_struct");
        reading.SlabCaches!.Single(static cache => cache.Name == "task_struct").Should().Be(
            new SlabCacheUse("task_struct", tasks.ActiveObjs, tasks.Objsize, new ByteSize(tasks.NumSlabs * tasks.Pagesperslab * 4096)));
    }

    [Test]
    public void Without_a_roll_up_the_running_count_is_taken()
    {
        WriteMachine();
        WriteProcess(Target, rss: null, anonymous: 5_000, size: 90_000, data: 40_000, pageTables: 300, mappings: 3);
        WriteProcess(Reader, rss: null, anonymous: 30_000, size: 1, data: 1, pageTables: 400, mappings: 1);

        var reading = new LedgerReader(_tree.Root, Target, Reader, 4096).Read(1, null);

        reading.UserRss.Should().Be(ByteSize.FromKibibytes(777));
        reading.ReaderMemory.Should().Be(ByteSize.FromKibibytes(30_400));
    }

    [Test]
    public void A_process_that_reads_itself_is_not_counted_twice()
    {
        WriteMachine();
        WriteProcess(Target, rss: 8_300, anonymous: 5_000, size: 90_000, data: 40_000, pageTables: 300, mappings: 3);

        new LedgerReader(_tree.Root, Target, Target, 4096).Read(1, null).ReaderMemory.Should().Be(ByteSize.Zero);
    }

    [Test]
    public void Slab_caches_that_may_not_be_read_are_unknown_with_a_reason()
    {
        WriteMachine();
        WriteProcess(Target, rss: 8_300, anonymous: 5_000, size: 90_000, data: 40_000, pageTables: 300, mappings: 3);
        var reader = new LedgerReader(_tree.Root, Target, Target, 4096);

        reader.Read(1, null).SlabCaches.Should().BeNull();
        reader.WhyNoSlabCaches.Should().Contain("slabinfo");
    }

    [Test]
    public void The_counters_are_brought_up_to_date_before_they_are_read()
    {
        WriteMachine();
        WriteProcess(Target, rss: 8_300, anonymous: 5_000, size: 90_000, data: 40_000, pageTables: 300, mappings: 3);
        var reader = new LedgerReader(_tree.Root, Target, Target, 4096);

        reader.Read(1, null);
        reader.WhyNotFolded.Should().Be(Errno.ENOENT);

        _tree.Write("proc/sys/vm/stat_refresh", "");
        reader.Read(1, null);
        reader.WhyNotFolded.Should().BeNull();
        File.ReadAllText(_tree.Root.Resolve("proc/sys/vm/stat_refresh")).Should().Be("1");
    }

    [Test]
    public void A_process_that_is_gone_ends_the_measurement()
    {
        WriteMachine();
        var act = () => new LedgerReader(_tree.Root, Target, Target, 4096).Read(1, null);
        act.Should().Throw<MeasurementAbortedException>().WithMessage("*process 42*");
    }

    [Test]
    [Category("Live")]
    public void Reading_grows_the_reader_by_little()
    {
        var reader = new LedgerReader(ProcRoot.System, Pid.Current);
        for (var i = 0; i < 3; i++)
        {
            reader.Read(0, null);
        }

        reader.Read(0, null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        reader.Read(0, null);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(128 * 1024);
    }

    private void WriteMachine()
    {
        Capture("proc/meminfo");
        Capture("proc/zoneinfo");
        _tree.Write("proc/loadavg", "0.10 0.20 0.30 2/271 20593\n");
    }

    private void Capture(string path) => _tree.Write(path, Encoding.UTF8.GetString(MemoryFixture.ReadCaptured(path)));

    private void WriteProcess(Pid pid, int? rss, int anonymous, int size, int data, int pageTables, int mappings)
    {
        var figures = new Dictionary<string, int>
        {
            ["VmSize"] = size, ["VmRSS"] = 777, ["RssAnon"] = anonymous, ["VmData"] = data, ["VmPTE"] = pageTables,
        };
        var captured = FixtureText.Lines(MemoryFixture.ReadCaptured("task/status"));
        _tree.Write($"proc/{pid}/status", string.Concat(captured.Select(line =>
            figures.TryGetValue(line.Split(':')[0], out var kibibytes) ? $"{line.Split(':')[0]}:\t{kibibytes,8} kB\n" : line + "\n")));
        var maps = new StringBuilder();
        for (var i = 0; i < mappings; i++)
        {
            maps.Append(null, $"{0x1000 * (i + 1):x8}-{0x1000 * (i + 2):x8} rw-p 00000000 00:00 0 \n");
        }

        _tree.Write($"proc/{pid}/maps", maps.ToString());
        if (rss is { } resident)
        {
            _tree.Write($"proc/{pid}/smaps_rollup", Rollup(resident, anonymous));
        }
    }

    private static string Rollup(int rss, int anonymous) =>
        $"""
        00400000-7fff0000 ---p 00000000 00:00 0                          [rollup]
        Rss:            {rss,8} kB
        Pss:            {rss,8} kB
        Shared_Clean:          0 kB
        Shared_Dirty:          0 kB
        Private_Clean:         0 kB
        Private_Dirty:         0 kB
        Referenced:            0 kB
        Anonymous:      {anonymous,8} kB

        """;
}
