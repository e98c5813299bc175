using System.Globalization;
using LinuxThreads.Headroom;
using LinuxThreads.Procfs;
using LinuxThreads.Workers;

namespace LinuxThreads.Scale;

/// <summary>Kernel settings that are raised until disposal so that a number of threads fits: <c>kernel.pid_max</c>, <c>kernel.threads-max</c>, <c>vm.max_map_count</c>.</summary>
/// <remarks>
/// A process of its own (native/worker/worker_guard.c) puts them back, also if this one is killed: only where they still hold the value they
/// were raised to, and never while the threads are there. No setting is lowered. Only one process can hold raised limits at a time.
/// </remarks>
public sealed class RaisedLimits : IDisposable
{
    // What others may start or map meanwhile.
    private const int Reserve = 1_000;
    private const int ReservePercent = 1;

    // The kernel's largest, PID_MAX_LIMIT (include/linux/threads.h) on 64-bit machines.
    private const long LargestPidMax = 4_194_304;

    private static readonly Dictionary<LimitName, string> Settings = new()
    {
        [LimitName.PidMax] = "kernel/pid_max",
        [LimitName.ThreadsMax] = "kernel/threads-max",
        [LimitName.MaxMapCount] = "vm/max_map_count",
    };

    private readonly SysctlGuard _guard;
    private IReadOnlyList<SysctlChange>? _changes;

    private RaisedLimits(SysctlGuard guard) => _guard = guard;

    /// <summary>Raises what is too low for so many threads of this machine's default kind, each with a stack and a guard of its own.</summary>
    /// <param name="threads">Threads wanted at a time in one process; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is not positive.</exception>
    /// <exception cref="SyscallException">Settings may not be written, or another process holds them raised. Nothing was changed.</exception>
    /// <exception cref="MeasurementAbortedException">The guard could not be started or did not answer.</exception>
    public static RaisedLimits For(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        var cost = CreationFailure.CostOf(ThreadKind.Pthread, null, null);
        return For(threads, LimitInspector.Inspect(ProcRoot.System, Pid.Current, cost), null);
    }

    /// <summary>The settings, with what they must be at least for so many more threads; those that are enough are not among them.</summary>
    internal static IReadOnlyList<(string Name, long Value, long Needed)> Needs(LimitInspection inspection, long threads)
    {
        var needs = new List<(string, long, long)>();
        foreach (var check in inspection.InTheWayOf(threads))
        {
            if (Settings.TryGetValue(check.Name, out var name) && check is { Current: { } used, PerThread: { } each, Limit: { } limit })
            {
                var needed = used + (long)Math.Ceiling(each * threads) + Reserve + (threads * ReservePercent / 100);
                needs.Add((name, (long)limit.Value, name == Settings[LimitName.PidMax] ? Math.Min(needed, LargestPidMax) : needed));
            }
        }

        return needs;
    }

    /// <summary>Raises what <see cref="Needs"/> names, and reserves the others, so that nobody else's guard lowers them meanwhile.</summary>
    internal static RaisedLimits For(long threads, LimitInspection inspection, WorkerCommand? command)
    {
        var needs = Needs(inspection, threads);
        var guard = new SysctlGuard(command);
        RaisedLimits? raised = null;
        try
        {
            foreach (var name in Settings.Values)
            {
                var (_, errno) = guard.Lock(name);
                if (errno is { } refused && (refused == Errno.EAGAIN || needs.Any(need => need.Name == name)))
                {
                    throw Refusal(name, refused, needs, threads);
                }
            }

            foreach (var (name, value, needed) in needs)
            {
                var (_, errno) = guard.Raise(name, value, needed);
                if (errno is { } refused)
                {
                    throw Refusal(name, refused, needs, threads);
                }
            }

            return raised = new RaisedLimits(guard);
        }
        finally
        {
            if (raised is null)
            {
                guard.Dispose();
            }
        }
    }

    /// <summary>The process that puts the settings back.</summary>
    internal Pid GuardPid => _guard.Pid;

    /// <summary>Has the settings put back only when the process with the threads is gone, whatever becomes of this one.</summary>
    internal void RestoreAfter(Pid pid) => _guard.RestoreAfter(pid);

    /// <summary>Replaces the guard if somebody has killed it.</summary>
    internal void KeepAlive() => _guard.KeepAlive();

    /// <summary>Puts the settings back and says what became of each; a second call says the same again.</summary>
    /// <exception cref="MeasurementAbortedException">One guard after the other was killed; the message tells what is still raised.</exception>
    public IReadOnlyList<SysctlChange> Restore() => _changes ??= [.. _guard.Restore().Select(outcome => new SysctlChange(outcome))];

    /// <summary>Puts the settings back, if <see cref="Restore"/> has not.</summary>
    public void Dispose()
    {
        try
        {
            _ = Restore();
        }
        finally
        {
            _guard.Dispose();
        }
    }

    private static SyscallException Refusal(string name, Errno errno, IReadOnlyList<(string Name, long Value, long Needed)> needs, long threads)
    {
        if (errno == Errno.EAGAIN)
        {
            return new SyscallException("lock", errno, $"/proc/sys/{name}", "Another process holds raised limits and will put them back when it is done: wait for it.");
        }

        var wanted = string.Join(" and ", needs.Select(need => string.Create(
            CultureInfo.InvariantCulture, $"{need.Name.Replace('/', '.')} of at least {need.Needed} (it is {need.Value})")));
        var commands = string.Join("; ", needs.Select(need => $"sysctl -w {need.Name.Replace('/', '.')}={need.Needed}"));
        return new SyscallException(
            "raise", errno, $"/proc/sys/{name}",
            $"{threads.ToString("#,0", CultureInfo.InvariantCulture)} threads need {wanted}; only root may raise that: run as root, or have it set by '{commands}'.");
    }
}
