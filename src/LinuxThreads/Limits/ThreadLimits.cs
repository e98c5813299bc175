using LinuxThreads.Headroom;
using LinuxThreads.Procfs;

namespace LinuxThreads.Limits;

/// <summary>Which limit stops a process from starting threads, and how far away it is.</summary>
/// <example><code>
/// var limits = ThreadLimits.Inspect();
/// Console.WriteLine($"{limits.Binding}: {limits.Binding?.ThreadsUntilHit} more threads");
/// </code></example>
public static class ThreadLimits
{
    /// <summary>Every limit on the threads of this process, for .NET threads with the default stack; what one costs is measured first.</summary>
    /// <remarks>Source: see each <see cref="LimitName"/>. Takes some tens of milliseconds, for the threads that are made to measure.</remarks>
    /// <exception cref="ProcfsFormatException">A kernel file is not what the kernel documents.</exception>
    public static LimitInspection Inspect() => Inspect(new LimitPlan());

    /// <summary>Every limit on the threads of a process; what a thread costs is measured first, unless the plan brings it.</summary>
    /// <param name="plan">Whose limits, and for what kind of thread.</param>
    /// <param name="cancellation">Ends the measurement early.</param>
    /// <exception cref="SyscallException">The process is gone, or its status may not be read.</exception>
    /// <exception cref="ProcfsFormatException">A kernel file is not what the kernel documents.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static LimitInspection Inspect(LimitPlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var cost = plan.Cost ?? ThreadCostMeter.Measure(plan.Kind, plan.StackSize, null, cancellation);
        return LimitInspector.Inspect(ProcRoot.System, plan.Pid ?? Pid.Current, cost);
    }

    /// <summary>Says which limit refused a thread a moment ago; starts none, so that it may be asked when none can be started.</summary>
    /// <remarks>
    /// Ask at once: room may come back. .NET reports every refusal of <see cref="Thread.Start()"/> as
    /// <see cref="OutOfMemoryException"/> and loses the error number; leave <paramref name="errno"/> null then.
    /// </remarks>
    /// <param name="kind">The kind of thread that was refused.</param>
    /// <param name="errno">What it was refused with; <see langword="null"/> if that is lost.</param>
    /// <param name="stackSize">The stack asked for; <see langword="null"/> is the default.</param>
    /// <exception cref="SyscallException">This process's own status cannot be read.</exception>
    /// <exception cref="ProcfsFormatException">A kernel file is not what the kernel documents.</exception>
    /// <example><code>
    /// catch (OutOfMemoryException) { logger.LogError(ThreadLimits.ExplainRefusal(ThreadKind.DotnetThread).Sentence); }
    /// </code></example>
    public static LimitExplanation ExplainRefusal(ThreadKind kind, Errno? errno = null, ByteSize? stackSize = null) =>
        LimitInspector.Inspect(ProcRoot.System, Pid.Current, CreationFailure.CostOf(kind, stackSize, null)).Explain(errno);
}
