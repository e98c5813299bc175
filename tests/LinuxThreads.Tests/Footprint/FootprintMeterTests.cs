using LinuxThreads.Footprint;
using LinuxThreads.Interop;
using LinuxThreads.Tests.Interop;
using LinuxThreads.Tests.Limits;
using LinuxThreads.Tests.Workers;
using LinuxThreads.Verdicts;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LinuxThreads.Tests.Footprint;

[Category("Live")]
[NonParallelizable]
public sealed class FootprintMeterTests
{
    private const string Child = "lt-worker";
    private const int PageKibibytes = 4;

    private static readonly long Page = Posix.Current.Sysconf(SysconfName.PageSize);
    private static readonly FootprintPlan Small = new() { StackSize = ByteSize.FromKibibytes(512), ThreadCounts = [100, 200, 300, 400] };

    private FootprintResult _default = null!;

    [OneTimeSetUp]
    public void MeasureOnce()
    {
        ShimFacts.RequireShim();
        _default = FootprintMeter.Measure(new FootprintPlan { StackSize = ByteSize.FromKibibytes(8192), MostAttempts = 5 });
        if (_default.Caveats.Any(static caveat => caveat.Kind == CaveatKind.OtherThreads))
        {
            Assert.Ignore("Other processes start and end threads all the time here, and their kernel stacks are in the machine's figures.");
        }
    }

    [Test]
    public void There_is_a_reading_at_each_number_of_threads()
    {
        _default.Readings.Select(static reading => reading.Units).Should().Equal(_default.Plan.ThreadCounts);
        _default.AddressSpace.Count.Should().Be(4);
    }

    [Test]
    public void The_child_is_gone_afterwards() => Children.AreGone(Child);

    [Test]
    public void No_cgroup_of_ours_is_left() => Cgroups.Ours().Should().BeEmpty();

    [Test]
    public void Every_thread_has_touched_two_pages_of_its_stack_at_least()
    {
        _default.Readings.Should().OnlyContain(static reading => reading.StackRss!.Value.Bytes >= reading.Units * 2 * Page);
        _default.StackRss!.Slope.Should().BeLessThan(32 * Page, "a parked thread has hardly used its stack");
    }

    [Test]
    public void A_stack_and_its_guard_are_two_mappings()
    {
        // From 2.42 on, the guard is part of the stack's mapping (MADV_GUARD_INSTALL), and neighbours merge.
        if (LibcVersion.ReadGlibc() is not { } version || Version.Parse(version) >= new Version(2, 42))
        {
            Assert.Ignore("Only glibc before 2.42 maps a guard of its own beside each stack.");
        }

        _default.Vmas.Slope.Should().BeApproximately(2, 0.01);
    }

    [Test]
    public void Kernel_stacks_are_16_KiB_each_on_x86_64()
    {
        if (RuntimeInformation.ProcessArchitecture is not System.Runtime.InteropServices.Architecture.X64)
        {
            Assert.Ignore("THREAD_SIZE is known for x86-64 here.");
        }

        _default.KernelStack!.Slope.Should().BeApproximately(16_384, 164);
    }

    [Test]
    public void Stacks_8_MiB_apart_have_a_page_table_page_each_and_small_ones_share_it()
    {
        if (RuntimeInformation.ProcessArchitecture is not System.Runtime.InteropServices.Architecture.X64)
        {
            Assert.Ignore("A page-table page covers 2 MiB on x86-64.");
        }

        _default.PageTables.Slope.Should().BeInRange(3.9 * 1024, 4.2 * 1024);
        FootprintMeter.Measure(Small with { StackSize = ByteSize.FromKibibytes(64) }).PageTables.Slope.Should().BeInRange(1, 0.2 * 1024);
    }

    [Test]
    public void Other_user_memory_is_less_than_a_page_a_thread() =>
        _default.OtherUser!.Slope.Should().BeInRange(0, Page, "the thread's record in its group, and what the C library keeps");

    [Test]
    public void Slab_caches_grow_by_one_task_a_thread_where_they_can_be_read()
    {
        if (_default.SlabCaches is not { } caches)
        {
            _default.Unavailable.Should().Contain(static missing => missing.Field == "slab_caches");
            Assert.Ignore("/proc/slabinfo is root's");
            return;
        }

        var tasks = caches.Single(static cache => cache.Name == "task_struct");
        tasks.ObjectsPerUnit.Should().BeApproximately(1, 0.05);
        tasks.BytesPerUnit.Should().BeGreaterThan(tasks.ObjectSize.Bytes * 0.9);
        tasks.Should().Be(caches[0], "nothing that a thread takes is larger");
    }

    [Test]
    public void Ballast_came_before_the_first_counted_thread()
    {
        _default.Ballast!.Threads.Should().BeGreaterThan(500);
        (_default.Readings[0].Vmas - (2 * _default.Readings[0].Units)).Should().BeGreaterThan(2 * _default.Ballast.Threads);
    }

    [Test]
    public void The_childs_own_cgroup_is_charged_most_of_the_ledger_where_it_can_have_one()
    {
        if (_default.ChargeRatio is not { } ratio)
        {
            _default.Unavailable.Should().Contain(static missing => missing.Field == "cgroup");
            Assert.Ignore("no memory cgroup can be made here");
            return;
        }

        _default.Charge!.Slope.Should().BeGreaterThan(_default.UserRss.Slope + _default.PageTables.Slope + 16_000);
        ratio.Should().BeInRange(0.8, 1.2);
    }

    [Test]
    public void Address_space_is_the_stack_and_its_guard() =>
        FootprintMeter.Measure(Small).AddressSpace.Slope.Should().BeApproximately((512 * 1024) + Page, 0.01 * 512 * 1024);

    [Test]
    public void What_threads_touch_is_resident_in_their_stacks()
    {
        const int Touched = 128;
        var idle = FootprintMeter.Measure(Small).StackRss!.Slope;
        var touched = FootprintMeter.Measure(Small with { TouchBytes = ByteSize.FromKibibytes(Touched) }).StackRss!.Slope;
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
    public void One_thread_more_at_a_time_can_be_counted() =>
        FootprintMeter.Measure(Small with { ThreadCounts = [1, 2, 3, 4] }).Vmas.Slope.Should().BeApproximately(2, 0.01);

    [Test]
    public void Touching_more_than_the_stack_is_the_callers_mistake()
    {
        var act = () => FootprintMeter.Measure(Small with { TouchBytes = ByteSize.FromKibibytes(600) });

        act.Should().Throw<ArgumentException>().WithMessage("*614400 B to touch*");
        Children.AreGone(Child);
    }

    [Test]
    public void Touching_all_but_what_the_thread_itself_needs_is_refused()
    {
        var act = () => FootprintMeter.Measure(Small with { TouchBytes = ByteSize.FromKibibytes(511) });

        act.Should().Throw<SyscallException>().Where(static exception => exception.Errno.Name == "E2BIG");
        Children.AreGone(Child);
    }

    [Test]
    public void A_limit_that_leaves_no_room_is_named_before_the_threads_are_parked()
    {
        // The child inherits it: room for the soaking, not for the last count.
        using var limit = AddressSpaceLimit.Set(64L << 30);
        var act = () => FootprintMeter.Measure(new FootprintPlan { StackSize = new ByteSize(64 << 20), ThreadCounts = [10, 20, 30, 2000] });

        act.Should().Throw<MeasurementAbortedException>().WithMessage("*rlimit_as*");
        Children.AreGone(Child);
        Cgroups.Ours().Should().BeEmpty();
    }

    [Test]
    public void A_cancellation_leaves_no_child()
    {
        using var stop = new CancellationTokenSource();
        var measuring = Task.Run(() => FootprintMeter.Measure(new FootprintPlan { ThreadCounts = [1000, 2000, 3000, 20_000] }, stop.Token));
        Native.Until.True(() => Children.Count(Child) == 1 || measuring.IsCompleted, "the child has started");

        stop.Cancel();

        measuring.Awaiting(static task => task).Should().ThrowAsync<OperationCanceledException>().GetAwaiter().GetResult();
        Children.AreGone(Child);
        Cgroups.Ours().Should().BeEmpty();
    }

    /// <summary>The soft limit of this process's address space, until it is disposed of.</summary>
    private sealed class AddressSpaceLimit : IDisposable
    {
        private readonly string _before;

        private AddressSpaceLimit(string before) => _before = before;

        public static AddressSpaceLimit Set(long bytes)
        {
            // This process must fit, too; the runtime reserves 256 GiB for its heap unless told otherwise.
            var size = long.Parse(File.ReadLines("/proc/self/status").Single(static line => line.StartsWith("VmSize:", StringComparison.Ordinal))
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], null) * 1024;

            // The columns: "Max address space", soft, hard, unit.
            var soft = File.ReadLines("/proc/self/limits").Single(static line => line.StartsWith("Max address space", StringComparison.Ordinal))
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[3];
            if (soft != "unlimited" || size > bytes)
            {
                Assert.Ignore($"The address space is limited to {soft} bytes already, or larger than the limit to set.");
            }

            Change($"{bytes}");
            return new AddressSpaceLimit(soft);
        }

        public void Dispose() => Change(_before);

        private static void Change(string soft)
        {
            TestProgram.Require("prlimit");
            using var prlimit = Process.Start("prlimit", ["--pid", $"{Environment.ProcessId}", $"--as={soft}:"]);
            prlimit.WaitForExit();
            prlimit.ExitCode.Should().Be(0);
        }
    }
}
