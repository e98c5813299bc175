using LinuxThreads.Headroom;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;
using LinuxThreads.Workers;

namespace LinuxThreads.Limits;

/// <summary>Measures what one more thread takes of each limited thing, by making some.</summary>
/// <remarks>
/// pthreads are made in a child process, without a managed runtime in the figures; .NET threads in this process, or in the child that
/// is named. Never more are made than a quarter of what the limits leave, nor than 144 in this process or 1,040 in a child; all are
/// gone when it returns. The arenas that the C library made for .NET threads stay, for later threads to use.
/// </remarks>
public static class ThreadCostMeter
{
    private const int WarmUp = 16;
    private const int LargestStep = 256;
    private const int LargestStepHere = 32;
    private const int Steps = 4;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Makes threads of a kind and reads what they took; a cost with a reason in it if that could not be done.</summary>
    /// <param name="kind">The kind of thread.</param>
    /// <param name="stackSize">The stack to ask for; <see langword="null"/> is the default.</param>
    /// <param name="command">The program to make them in; <see langword="null"/> is the library's own for pthreads, and this process for .NET threads.</param>
    /// <param name="cancellation">Ends the measurement early.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static ThreadCost Measure(ThreadKind kind, ByteSize? stackSize = null, WorkerCommand? command = null, CancellationToken cancellation = default)
    {
        try
        {
            using IThreadGrower grower = kind == ThreadKind.DotnetThread && command is null
                ? new ManagedGrower(stackSize)
                : WorkerGrower.Start(kind, stackSize, command, Timeout, cancellation);
            return Measure(ProcRoot.System, grower, stackSize, long.MaxValue);
        }
        catch (LinuxThreadsException exception) when (exception is MeasurementAbortedException or SyscallException)
        {
            return ThreadCost.Unknown(kind, stackSize, exception.Message, null);
        }
    }

    /// <summary>Measures in a process that is there; its threads stay, and never more than <paramref name="most"/> are made.</summary>
    /// <exception cref="SyscallException">The process is gone, or its files cannot be read.</exception>
    /// <exception cref="MeasurementAbortedException">The process is gone or does not answer.</exception>
    internal static ThreadCost Measure(ProcRoot root, IThreadGrower grower, ByteSize? stackSize, long most)
    {
        var tooClose = ThreadCost.Unknown(
            grower.Kind, stackSize, "so few threads can be started here that none was made to measure it.", "Raise the limit that binds.");
        var first = (int)Math.Min(WarmUp, Math.Min(most, Room(root, grower, tooClose) / 4));
        var sampler = new CostSampler(root, grower.Pid);
        var kernelStack = sampler.ReadKernelStack(Posix.Current.Sysconf(SysconfName.PageSize));
        var readings = new List<CostSampler.Reading> { sampler.Read(grower.Created) };
        if (first < 1 || !TryGrow(grower, first, sampler, readings))
        {
            return tooClose;
        }

        var rough = CostEstimate.Of(readings, grower.Kind, stackSize, kernelStack, sampler.WhyNoSlab);
        var step = (int)Math.Min(grower.Pid == Pid.Current ? LargestStepHere : LargestStep, Math.Min((most - first) / Steps, Room(root, grower, rough) / 4 / Steps));
        if (step < WarmUp)
        {
            return rough;
        }

        // The first threads also take what a process has once: the C library's arenas, the runtime's pools.
        readings.RemoveAt(0);
        for (var i = 0; i < Steps && TryGrow(grower, step, sampler, readings); i++)
        {
        }

        return readings.Count < 2 ? rough : CostEstimate.Of(readings, grower.Kind, stackSize, kernelStack, sampler.WhyNoSlab);
    }

    private static long Room(ProcRoot root, IThreadGrower grower, ThreadCost cost) =>
        LimitInspector.Inspect(root, grower.Pid, cost).Binding?.ThreadsUntilHit ?? long.MaxValue;

    private static bool TryGrow(IThreadGrower grower, int more, CostSampler sampler, List<CostSampler.Reading> readings)
    {
        var before = grower.Created;
        var refused = grower.Grow(more);
        if (grower.Created > before)
        {
            readings.Add(sampler.Read(grower.Created));
        }

        return refused is null;
    }
}
