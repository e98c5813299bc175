using System.Globalization;

namespace LinuxThreads.Workers;

/// <summary>A worker process with one group of parked threads, which grows on command and stays until disposal.</summary>
internal sealed class ParkingWorker : IDisposable
{
    private const int Stride = 32;

    private readonly WorkerProcess _process;

    private ParkingWorker(WorkerProcess process) => _process = process;

    /// <summary>The process the threads are in.</summary>
    public WorkerProcess Process => _process;

    /// <summary>All threads made so far; known also when the process is dead.</summary>
    public long Created => _process.Created;

    /// <summary>Starts the process and plans the group, which is empty.</summary>
    /// <exception cref="MeasurementAbortedException">The worker is missing, could not be started, or ended at once.</exception>
    /// <exception cref="SyscallException">The plan can never work, for instance a stack that is too small.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static ParkingWorker Start(WorkerOptions options, ParkPlan plan, CancellationToken cancellation)
    {
        var process = WorkerProcess.Start(options, cancellation);
        ParkingWorker? parking = null;
        try
        {
            var answer = process.Ask(plan.Line, "parked", 1)[0];
            return answer == "0" ? parking = new ParkingWorker(process) : throw Refusal(plan, answer);
        }
        finally
        {
            if (parking is null)
            {
                process.Dispose();
            }
        }
    }

    /// <summary>Makes threads until there are <paramref name="max"/> or something stops it; <see langword="null"/> if the process died or the time ran out.</summary>
    /// <param name="max">All threads wanted.</param>
    /// <param name="floor">Stop when less memory than this is available on the machine.</param>
    /// <param name="stride">How many are made between two looks at it.</param>
    /// <exception cref="MeasurementAbortedException">It answered something else.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Growth? TryGrow(long max, ByteSize floor = default, int stride = Stride)
    {
        var command = $"grow {max} {floor.Bytes} {stride}";
        return _process.TryAsk(command) switch
        {
            null => null,
            ["grown", .. var words] when Growth.Parse(words) is { } growth => growth,
            var other => throw new MeasurementAbortedException($"asking the worker process to '{command}'", $"it answered '{string.Join(' ', other)}'."),
        };
    }

    /// <summary>Makes threads like <see cref="TryGrow"/>; an exception if the process is gone.</summary>
    /// <exception cref="MeasurementAbortedException">The process is gone or does not answer.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Growth Grow(long max, int stride = Stride) => TryGrow(max, default, stride) ?? throw new MeasurementAbortedException(
        "making threads", _process.IsOverdue ? "the worker process did not answer in time." : $"the worker process is gone. {_process.LastWords}");

    /// <summary>Bytes of the threads' stacks that are in memory, guards excluded.</summary>
    /// <exception cref="SyscallException">The kernel could not tell.</exception>
    /// <exception cref="MeasurementAbortedException">The process is gone or does not answer.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ByteSize ReadResident()
    {
        var answer = _process.Ask("resident", "resident", 2);
        return int.Parse(answer[1], CultureInfo.InvariantCulture) is not 0 and var errno
            ? throw new SyscallException("mincore", new Errno(errno), "the stacks of the parked threads")
            : new ByteSize(long.Parse(answer[0], CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static Exception Refusal(ParkPlan plan, string answer) => int.TryParse(answer, out var errno)
        ? new SyscallException("pthread_attr", new Errno(errno), $"parked threads with {(plan.StackSize is { } stack ? $"{stack.Bytes} B" : "the default size")} of stack")
        : new MeasurementAbortedException("planning parked threads", $"the worker process answered '{answer}'.");
}
