using System.Globalization;
using LinuxThreads.Interop;

namespace LinuxThreads.Workers;

/// <summary>A worker process with one large group of threads, each of which sleeps in a futex word of its own.</summary>
/// <remarks>Its commands take long; what is to happen meanwhile, every so often, is an argument of each.</remarks>
internal sealed class RingWorker : IDisposable
{
    private readonly ParkingWorker _parking;
    private readonly TimeSpan _every;
    private readonly Action<RingWorker> _meanwhile;
    private readonly long[] _laps;

    private RingWorker(ParkingWorker parking, int mostLaps, TimeSpan every, Action<RingWorker> meanwhile)
    {
        _parking = parking;
        _every = every;
        _meanwhile = meanwhile;
        _laps = new long[mostLaps];
    }

    /// <summary>The process.</summary>
    public WorkerProcess Process => _parking.Process;

    /// <summary>All threads made so far; known also when the process is dead.</summary>
    public long Created => _parking.Created;

    /// <summary>Starts the process and plans the group, which is empty.</summary>
    /// <param name="timeout">How long the process may live.</param>
    /// <param name="stackSize">The stack of each thread; <see langword="null"/> is the C library's default.</param>
    /// <param name="carved">True for stacks side by side in one mapping, without guards.</param>
    /// <param name="mostLaps">The most laps that will be asked for at once.</param>
    /// <param name="every">How often to call <paramref name="meanwhile"/>.</param>
    /// <param name="meanwhile">What to do while waiting for an answer.</param>
    /// <exception cref="MeasurementAbortedException">The worker is missing, could not be started, or ended at once.</exception>
    /// <exception cref="SyscallException">The plan can never work, for instance a stack that is too small.</exception>
    public static RingWorker Start(TimeSpan timeout, ByteSize? stackSize, bool carved, int mostLaps, TimeSpan every, Action<RingWorker> meanwhile)
    {
        var options = new WorkerOptions { Timeout = timeout, ResultBytes = (long)mostLaps * sizeof(long) };
        var plan = new ParkPlan { StackSize = stackSize, Flags = ShimConstants.ParkRing | (carved ? ShimConstants.ParkCarved : 0) };

        // The caller's wish to stop goes by the stop flag, so that what was measured until then is still answered.
        return new RingWorker(ParkingWorker.Start(options, plan, CancellationToken.None), mostLaps, every, meanwhile);
    }

    /// <summary>Makes threads, in one growth, until there are <paramref name="max"/> or something stops it; <see langword="null"/> if the process died.</summary>
    /// <param name="max">All threads wanted.</param>
    /// <param name="floor">Stop when less memory than this is available on the machine.</param>
    /// <param name="stride">How many are made between two looks at it.</param>
    /// <exception cref="MeasurementAbortedException">It answered something else.</exception>
    public Growth? TryBuild(long max, ByteSize floor, int stride) => Ask($"build {max} {floor.Bytes} {stride}") switch
    {
        null => null,
        ["grown", .. var words] when Growth.Parse(words) is { } growth => growth,
        var other => throw Strange("build", other),
    };

    /// <summary>Moves every thread to a CPU; what refused it, or <see langword="null"/>.</summary>
    /// <exception cref="MeasurementAbortedException">The process is gone, or answered something else.</exception>
    public Errno? Pin(int cpu) => Ask($"pin {cpu}") switch
    {
        ["pinned", var errno] => ErrnoOf(errno),
        var other => throw Strange("pin", other),
    };

    /// <summary>Hands a token round; <see langword="null"/> if the process died.</summary>
    /// <exception cref="MeasurementAbortedException">It answered something else.</exception>
    public Pass? TryPass(int laps, int warmUpLaps, PassOrder order, long seed) =>
        Ask($"pass {laps} {warmUpLaps} {(order == PassOrder.Random ? "random" : "parking")} {seed}") switch
        {
            null => null,
            ["passed", .. var words] when Pass.Parse(words, CopyLaps) is { } pass => pass,
            var other => throw Strange("pass", other),
        };

    /// <summary>Laps of the running pass that are over; cheap, and disturbs nobody.</summary>
    public int ReadLapsDone(int laps)
    {
        Process.CopyResults(0, _laps);
        return _laps.AsSpan(0, Math.Min(laps, _laps.Length)).IndexOf(0L) is >= 0 and var done ? done : laps;
    }

    /// <summary>Buckets of the process's private futex hash, 0 if it uses the global one; or what the kernel answered instead.</summary>
    /// <exception cref="MeasurementAbortedException">The process is gone, or answered something else.</exception>
    public (int? Buckets, Errno? Errno) ReadFutexHash() => Ask("futex-hash") switch
    {
        ["futex-hash", var slots, "0"] => (int.Parse(slots, CultureInfo.InvariantCulture), null),
        ["futex-hash", _, var errno] => (null, ErrnoOf(errno)),
        var other => throw Strange("futex-hash", other),
    };

    /// <summary>Wakes all threads and waits until each has ended; how long that took, or <see langword="null"/> if the process died.</summary>
    /// <exception cref="MeasurementAbortedException">A thread could not be joined, or it answered something else.</exception>
    public Nanoseconds? TryJoin() => Ask("join") switch
    {
        null => null,
        ["joined", var ns, "0"] => new Nanoseconds(long.Parse(ns, CultureInfo.InvariantCulture)),
        var other => throw Strange("join", other),
    };

    /// <summary>Ends the process and waits until it is gone, with all its threads.</summary>
    public void Dispose()
    {
        var end = Task.Run(_parking.Dispose);
        while (Task.WaitAny([end], _every) < 0)
        {
            _meanwhile(this);
        }

        end.GetAwaiter().GetResult();
    }

    private string[]? Ask(string command) => Process.TryAsk(command, _every, () => _meanwhile(this));

    private long[] CopyLaps(int laps)
    {
        Process.CopyResults(0, _laps);
        return _laps[..laps];
    }

    private MeasurementAbortedException Strange(string command, string[]? answer) => new(
        $"asking the worker process to '{command}'",
        answer is not null ? $"it answered '{string.Join(' ', answer)}'." : Process.IsOverdue ? "it did not answer in time." : $"it is gone. {Process.LastWords}");

    private static Errno? ErrnoOf(string word) => word == "0" ? null : new Errno(int.Parse(word, CultureInfo.InvariantCulture));
}
