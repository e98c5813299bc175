using LinuxThreads.Headroom;
using LinuxThreads.Workers;

namespace LinuxThreads.Limits;

/// <summary>Makes threads in a child process.</summary>
internal sealed class WorkerGrower : IThreadGrower
{
    /// <summary>The argument that asks a .NET worker to park threads of .NET.</summary>
    public const string DotnetThreadsRole = "dotnet-threads";

    private readonly ParkingWorker _worker;

    private WorkerGrower(ParkingWorker worker, ThreadKind kind)
    {
        _worker = worker;
        Kind = kind;
    }

    public Pid Pid => _worker.Process.Pid;

    public ThreadKind Kind { get; }

    public long Created => _worker.Created;

    /// <summary>The child.</summary>
    public WorkerProcess Process => _worker.Process;

    /// <summary>The role itself, in the worker. Nobody asks for the threads' memory, so nothing is reserved for a heap that would count as theirs.</summary>
    public static ParkingRole NewDotnetThreadsRole() =>
        new(static (stack, touch) => new ParkedDotnetThreads(stack, touch, recordsStacks: false), weighed: false);

    /// <summary>Starts the child and waits until it is ready.</summary>
    /// <exception cref="MeasurementAbortedException">It is missing, could not be started, or ended at once.</exception>
    /// <exception cref="SyscallException">The C library refuses such a stack.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static WorkerGrower Start(ThreadKind kind, ByteSize? stackSize, WorkerCommand? command, TimeSpan timeout, CancellationToken cancellation)
    {
        if (kind != ThreadKind.Pthread)
        {
            command = command is null
                ? throw new MeasurementAbortedException(
                    "starting the worker process", "for .NET threads a .NET program is needed that calls WorkerHost.Run; none was named.")
                : command with { Arguments = [.. command.Arguments, DotnetThreadsRole] };
        }

        var options = new WorkerOptions { Command = command, Timeout = timeout };
        return new WorkerGrower(ParkingWorker.Start(options, new ParkPlan { StackSize = stackSize }, cancellation), kind);
    }

    public Errno? Grow(int more) => _worker.Grow(Created + more).Errno;

    /// <summary>Makes threads until something stops it; <see langword="null"/> if the process died or the time ran out.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Growth? Prove(long max, ByteSize floor) => _worker.TryGrow(max, floor);

    public void Dispose() => _worker.Dispose();
}
