using System.Diagnostics;
using LinuxThreads.Interop;
using LinuxThreads.Native;
using LinuxThreads.Tests.Conditions;
using LinuxThreads.Tests.Native;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Verdicts;

public sealed class OccupancyProbeTests
{
    private static readonly int Cpu = CpuSet.OfCurrentThread().Last();
    private static readonly long Tick = Nanoseconds.PerSecond / Posix.Current.Sysconf(SysconfName.ClockTicks);
    private static readonly Nanoseconds Second = new(Nanoseconds.PerSecond);

    [Test]
    public void Times_are_the_differences_of_the_CPUs_asked_for()
    {
        using var tree = new SyntheticTree().With("proc/stat", Stat("10 20 30 40 50 60 70 80 0 0", "1 1 1 1 1 1 1 1 0 0", "5 5 5 5 5 5 5 5 0 0"));
        var probe = OccupancyProbe.Start(tree.Root, [0, 2]);
        tree.With("proc/stat", Stat("11 22 34 48 66 92 134 208 0 0", "900 900 900 900 900 900 900 900 0 0", "6 6 6 6 6 6 6 6 0 0"));

        var occupancy = probe.EndOfIdling();

        occupancy.CpuCount.Should().Be(2);
        occupancy.TaskTime.Should().Be(new Nanoseconds((1 + 2 + 4 + 3) * Tick));
        occupancy.InterruptTime.Should().Be(new Nanoseconds((32 + 64 + 2) * Tick));
        occupancy.StealTime.Should().Be(new Nanoseconds((128 + 1) * Tick));
        occupancy.TickLength.Should().Be(new Nanoseconds(Tick));
        (occupancy.KeptBusy, occupancy.OwnTaskClock, occupancy.Windows).Should().Be((false, null, 1));
        occupancy.OwnAccountedTime.Should().NotBeNull();
    }

    [Test]
    public void CPUs_kept_busy_are_judged_by_the_window_and_the_task_clock_that_the_plan_gives()
    {
        using var tree = new SyntheticTree().With("proc/stat", Stat("1 1 1 1 1 1 1 1 0 0"));
        var occupancy = OccupancyProbe.Start(tree.Root, [0]).EndOfKeptBusy(new Nanoseconds(1000), new Nanoseconds(990));
        (occupancy.KeptBusy, occupancy.Window.Value, occupancy.OwnTaskClock!.Value.Value, occupancy.OwnAccountedTime)
            .Should().Be((true, 1000, 990, null));
    }

    [Test]
    public void A_CPU_that_is_not_listed_makes_the_times_unknown()
    {
        using var tree = new SyntheticTree().With("proc/stat", Stat("1 1 1 1 1 1 1 1 0 0"));
        Unknown(OccupancyProbe.Start(tree.Root, [0, 1]).EndOfIdling());
    }

    [Test]
    public void Without_the_file_the_times_are_unknown()
    {
        using var tree = new SyntheticTree();
        Unknown(OccupancyProbe.Start(tree.Root, [0]).EndOfIdling());
    }

    [Test]
    public void A_kernel_without_steal_leaves_only_that_unknown()
    {
        using var tree = new SyntheticTree().With("proc/stat", Stat("1 1 1 1 1 1 1"));
        var occupancy = OccupancyProbe.Start(tree.Root, [0]).EndOfIdling();
        occupancy.StealTime.Should().BeNull();
        occupancy.TaskTime.Should().Be(new Nanoseconds(0));
    }

    [Test]
    [Category("Live")]
    public void A_busy_process_on_the_CPU_is_foreign()
    {
        using var busy = BusyShell();
        var probe = OccupancyProbe.Start([Cpu]);
        var from = MonotonicClock.Read();
        Until.True(() => MonotonicClock.Read() - from > Second, "the window is long enough to judge");

        var occupancy = probe.EndOfIdling();

        var judged = ContaminationGate.Judge(occupancy);
        judged.IsContaminated.Should().BeTrue();
        judged.Caveats.Should().Contain(static caveat => caveat.Kind == CaveatKind.ForeignCpuTime);
    }

    /// <summary>What is called foreign is no more than what the thread did not have; a fifth of the window is for the sampling by ticks.</summary>
    [Test]
    [Category("Live")]
    public void A_busy_thread_of_our_own_is_not_foreign()
    {
        var over = 0;
        Nanoseconds had = default;
        var burner = new Thread(() =>
        {
            CpuSet.Of(Cpu).ApplyToCurrentThread();
            while (Volatile.Read(ref over) == 0)
            {
            }

            had = Clocks.ReadThreadCpuTime();
        });
        var probe = OccupancyProbe.Start([Cpu]);
        burner.Start();
        var from = MonotonicClock.Read();
        Until.True(() => MonotonicClock.Read() - from > Second, "the window is long enough to judge");

        var occupancy = probe.EndOfIdling();
        Volatile.Write(ref over, 1);
        burner.Join();

        (occupancy.TaskTime!.Value / occupancy.Window).Should().BeGreaterThan(0.5, "the CPU was never idle");
        var foreign = occupancy.TaskTime - occupancy.OwnAccountedTime;
        foreign!.Value.Should().BeLessThan(occupancy.Window - had + new Nanoseconds(occupancy.Window.Value / 5));
    }

    private static void Unknown(CpuOccupancy occupancy)
    {
        (occupancy.TaskTime, occupancy.InterruptTime, occupancy.StealTime).Should().Be((null, null, null));
        ContaminationGate.Judge(occupancy).Caveats.Should().Contain(static caveat => caveat.Kind == CaveatKind.OccupancyUnknown);
    }

    private static string Stat(params string[] cpus) =>
        "cpu  1 2 3 4 5 6 7 8 9 10\n" + string.Concat(cpus.Select(static (fields, cpu) => $"cpu{cpu} {fields}\n")) +
        "intr 1\nctxt 1\nbtime 1\nprocesses 1\nprocs_running 1\nprocs_blocked 0\n";

    private static BusyProcess BusyShell()
    {
        try
        {
            return new BusyProcess(Process.Start(new ProcessStartInfo("taskset", ["-c", $"{Cpu}", "sh", "-c", "while :; do :; done"]))!);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            Assert.Ignore($"taskset or sh can't be run ({exception.Message}), so nothing makes the CPU busy.");
            throw;
        }
    }

    private sealed class BusyProcess(Process process) : IDisposable
    {
        public void Dispose()
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }
}
