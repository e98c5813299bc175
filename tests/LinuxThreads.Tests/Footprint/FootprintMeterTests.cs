using System.Diagnostics;
using System.Runtime.InteropServices;
using LinuxThreads.Footprint;
using LinuxThreads.Interop;
using LinuxThreads.Tests.Interop;
using LinuxThreads.Tests.Native;

namespace LinuxThreads.Tests.Footprint;

[Category("Live")]
public sealed class FootprintMeterTests
{
    private const string ThreadName = "ledger-test";
    private const int PageKibibytes = 4;

    private static readonly long Page = Posix.Current.Sysconf(SysconfName.PageSize);
    private static readonly FootprintPlan Small = new() { StackSize = ByteSize.FromKibibytes(512), ThreadCounts = [100, 200, 300, 400] };

    private FootprintResult _default = null!;

    [OneTimeSetUp]
    public void MeasureOnce()
    {
        ShimFacts.RequireShim();
        NamedThreads.Run(ThreadName, () => _default = FootprintMeter.Measure(new FootprintPlan())).Should().BeNull();
    }

    [Test]
    public void There_is_a_reading_at_each_number_of_threads()
    {
        _default.Readings.Select(static reading => reading.Units).Should().Equal(_default.Plan.ThreadCounts);
        _default.AddressSpace.Count.Should().Be(4);
    }

    [Test]
    public void No_thread_is_left() => NamedThreads.AreGone(ThreadName);

    [Test]
    public void Every_thread_has_touched_two_pages_of_its_stack_at_least()
    {
        _default.Readings.Should().OnlyContain(static reading => reading.StackRss!.Value.Bytes >= reading.Units * 2 * Page);
        _default.StackRss.Slope.Should().BeLessThan(32 * Page, "a parked thread has hardly used its stack");
    }

    [Test]
    public void A_stack_and_its_guard_are_two_mappings()
    {
        // From 2.42 on, the guard is part of the stack's mapping (MADV_GUARD_INSTALL), and neighbours merge.
        if (LibcVersion.ReadGlibc() is not { } version || Version.Parse(version) >= new Version(2, 42))
        {
            Assert.Ignore("Only glibc before 2.42 maps a guard of its own beside each stack.");
        }

        _default.Vmas.Slope.Should().BeApproximately(2, 0.05);
    }

    [Test]
    public void Kernel_stacks_are_16_KiB_each_on_x86_64()
    {
        if (RuntimeInformation.ProcessArchitecture is not System.Runtime.InteropServices.Architecture.X64)
        {
            Assert.Ignore("THREAD_SIZE is known for x86-64 here.");
        }

        // Of the whole machine: a tenth is room for the threads that others start and end meanwhile.
        _default.KernelStack!.Slope.Should().BeApproximately(16_384, 1638);
    }

    [Test]
    public void Resident_stacks_are_part_of_the_resident_memory() =>
        _default.UserRss.Slope.Should().BeGreaterThan(_default.StackRss.Slope * 0.95);

    [Test]
    public void Other_user_memory_is_less_than_a_page_a_thread() =>
        (_default.UserRss.Slope - _default.StackRss.Slope).Should().BeLessThan(Page, "reading the ledger must not grow with the threads");

    [Test]
    public void Address_space_is_the_stack_and_its_guard() =>
        FootprintMeter.Measure(Small).AddressSpace.Slope.Should().BeApproximately((512 * 1024) + Page, 0.05 * 512 * 1024);

    [Test]
    public void What_threads_touch_is_resident_in_their_stacks()
    {
        const int Touched = 128;
        var idle = FootprintMeter.Measure(Small).StackRss.Slope;
        var touched = FootprintMeter.Measure(Small with { TouchBytes = ByteSize.FromKibibytes(Touched) }).StackRss.Slope;
        // The touched range begins where the idle thread's frame is, somewhere within pages that the idle one touched as well.
        ((touched - idle) / Page).Should().BeInRange((Touched / PageKibibytes) - 3, (Touched / PageKibibytes) + 1);
    }

    [Test]
    public void A_stack_size_that_is_no_multiple_of_the_page_can_be_read()
    {
        var readings = FootprintMeter.Measure(Small with { StackSize = new ByteSize(500_001) }).Readings;
        readings.Should().OnlyContain(static reading => reading.StackRss!.Value.Bytes >= reading.Units * 2 * Page);
    }

    [Test]
    public void A_count_of_one_is_the_thread_that_warmed_up() =>
        FootprintMeter.Measure(Small with { ThreadCounts = [1, 2, 3, 4] }).Readings.Select(static reading => reading.Units).Should().Equal(1, 2, 3, 4);

    [Test]
    public void Touching_more_than_the_stack_is_refused()
    {
        var thrown = NamedThreads.Run(ThreadName, static () => FootprintMeter.Measure(Small with { TouchBytes = ByteSize.FromKibibytes(600) }));
        thrown.Should().BeOfType<SyscallException>().Which.Errno.Name.Should().Be("E2BIG");
        NamedThreads.AreGone(ThreadName);
    }

    [Test]
    public void A_limit_in_the_middle_leaves_no_thread()
    {
        // Of four stacks of a gibibyte the limit lets two or three in, and leaves the runtime half of one and more.
        var size = long.Parse(Status("VmSize"), null) * 1024;
        using var limit = AddressSpaceLimit.Set(size + (7L << 29));
        var plan = Small with { StackSize = new ByteSize(1L << 30), ThreadCounts = [2, 10, 11, 12] };

        var thrown = NamedThreads.Run(ThreadName, () => FootprintMeter.Measure(plan));

        thrown.Should().BeOfType<SyscallException>().Which.Operation.Should().Be("pthread_create");
        NamedThreads.AreGone(ThreadName);
    }

    [Test]
    public void A_cancellation_leaves_no_thread()
    {
        var thrown = NamedThreads.Run(ThreadName, static () => FootprintMeter.Measure(Small, new CancellationToken(canceled: true)));
        thrown.Should().BeAssignableTo<OperationCanceledException>();
        NamedThreads.AreGone(ThreadName);
    }

    private static string Status(string key) =>
        File.ReadLines("/proc/self/status").Single(line => line.StartsWith($"{key}:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1];

    /// <summary>The soft limit of this process's address space, until it is disposed of.</summary>
    private sealed class AddressSpaceLimit : IDisposable
    {
        private readonly string _before;

        private AddressSpaceLimit(string before) => _before = before;

        public static AddressSpaceLimit Set(long bytes)
        {
            // The columns: "Max address space", soft, hard, unit.
            var soft = File.ReadLines("/proc/self/limits").Single(static line => line.StartsWith("Max address space", StringComparison.Ordinal))
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[3];
            if (soft != "unlimited" && long.Parse(soft, null) < bytes)
            {
                Assert.Ignore($"The address space is limited to {soft} bytes already.");
            }

            Change($"{bytes}");
            return new AddressSpaceLimit(soft);
        }

        public void Dispose() => Change(_before);

        private static void Change(string soft)
        {
            try
            {
                using var prlimit = Process.Start("prlimit", ["--pid", $"{Environment.ProcessId}", $"--as={soft}:"]);
                prlimit.WaitForExit();
                prlimit.ExitCode.Should().Be(0);
            }
            catch (System.ComponentModel.Win32Exception exception)
            {
                Assert.Ignore($"prlimit of util-linux can't be run: {exception.Message}");
            }
        }
    }
}
