using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Verdicts;

/// <summary>Reads who had some CPUs between its start and its end: the input of <see cref="ContaminationGate"/>.</summary>
internal sealed class OccupancyProbe
{
    private readonly ProcBuffer _buffer = new();
    private readonly ProcRoot _root;
    private readonly HashSet<int> _cpus;
    private readonly Nanoseconds _tick;
    private readonly Reading? _start;
    private readonly Nanoseconds _startedAt;
    private readonly Nanoseconds _ownAtStart;

    private OccupancyProbe(ProcRoot root, IReadOnlyCollection<int> cpus)
    {
        _root = root;
        _cpus = [.. cpus];
        _tick = new Nanoseconds(Nanoseconds.PerSecond / Posix.Current.Sysconf(SysconfName.ClockTicks));
        _start = Read();
        _ownAtStart = AccountedClock.ReadProcess();
        _startedAt = Clocks.ReadMonotonic();
    }

    /// <summary>Opens a window over these CPUs.</summary>
    public static OccupancyProbe Start(IReadOnlyCollection<int> cpus) => Start(ProcRoot.System, cpus);

    /// <summary>Opens a window over these CPUs of the machine that <paramref name="root"/> shows.</summary>
    public static OccupancyProbe Start(ProcRoot root, IReadOnlyCollection<int> cpus) => new(root, cpus);

    /// <summary>Closes the window of CPUs that go idle in between: judged by the ticks of /proc/stat minus this process's own.</summary>
    public CpuOccupancy EndOfIdling() => End(
        Clocks.ReadMonotonic() - _startedAt, keptBusy: false, ownTaskClock: null, AccountedClock.ReadProcess() - _ownAtStart);

    /// <summary>Closes the window of CPUs that the plan kept busy: judged by what the plan did not have of <paramref name="window"/>.</summary>
    public CpuOccupancy EndOfKeptBusy(Nanoseconds window, Nanoseconds? ownTaskClock) =>
        End(window, keptBusy: true, ownTaskClock, ownAccountedTime: null);

    private CpuOccupancy End(Nanoseconds window, bool keptBusy, Nanoseconds? ownTaskClock, Nanoseconds? ownAccountedTime)
    {
        var end = Read();
        return new CpuOccupancy
        {
            Window = window,
            CpuCount = _cpus.Count,
            KeptBusy = keptBusy,
            OwnTaskClock = ownTaskClock,
            OwnAccountedTime = ownAccountedTime,
            TaskTime = end?.Tasks - _start?.Tasks,
            InterruptTime = end?.Interrupts - _start?.Interrupts,
            StealTime = end?.Steal - _start?.Steal,
            TickLength = _tick,
        };
    }

    /// <summary>Null where the file may not be read or does not list the CPUs, as in some containers: then nothing is known, and the gate says so.</summary>
    private Reading? Read()
    {
        if (!_root.TryRead("proc/stat", _buffer))
        {
            return null;
        }

        Nanoseconds tasks = default, interrupts = default;
        Nanoseconds? steal = default(Nanoseconds);
        var listed = 0;
        foreach (var cpu in SystemStat.Parse(_buffer.Bytes, "/proc/stat").Cpus)
        {
            if (cpu.Number is not { } number || !_cpus.Contains(number))
            {
                continue;
            }

            listed++;
            tasks += Time(cpu.User + cpu.Nice + cpu.System);
            interrupts += Time((cpu.Irq ?? default) + (cpu.Softirq ?? default));
            steal = cpu.Steal is { } ticks ? steal + Time(ticks) : null;
        }

        return listed == _cpus.Count ? new Reading(tasks, interrupts, steal) : null;
    }

    private Nanoseconds Time(ClockTicks ticks) => new(checked(ticks.Value * _tick.Value));

    private sealed record Reading(Nanoseconds Tasks, Nanoseconds Interrupts, Nanoseconds? Steal);
}
