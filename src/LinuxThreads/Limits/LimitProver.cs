using LinuxThreads.Headroom;
using LinuxThreads.Procfs;
using LinuxThreads.Workers;

namespace LinuxThreads.Limits;

/// <summary>Finds a limit by reaching it: a child process makes threads until one is refused.</summary>
/// <remarks>
/// Nothing happens to the caller, and nothing stays behind: the child ends with its standard input, also when the caller is killed. It
/// is the first to go if memory runs out. While a limit of a user, a cgroup or the system is reached, nobody else under
/// it can start threads either; the child is ended at once then.
/// </remarks>
public static class LimitProver
{
    private const int SigKill = 9;
    private const int SigAlrm = 14;

    /// <summary>Measures what a thread costs, predicts, makes threads until something stops it, and names what did.</summary>
    /// <param name="plan">What to make, and where to stop.</param>
    /// <param name="cancellation">Ends the child, and the call.</param>
    /// <exception cref="MeasurementAbortedException">The child is missing, could not be started, or ended before it began.</exception>
    /// <exception cref="SyscallException">The C library refuses such a stack.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static ProveResult Prove(ProvePlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var child = WorkerGrower.Start(plan.Kind, plan.StackSize, plan.Command, plan.Timeout, cancellation);
        plan.Prepare?.Invoke(child.Pid);

        var cost = ThreadCostMeter.Measure(ProcRoot.System, child, plan.StackSize, IsBelow(plan.Floor) ? 0 : plan.Max);
        var before = LimitInspector.Inspect(ProcRoot.System, child.Pid, cost);
        var threadsBefore = child.Created;
        var events = KernelEvents.Read(ProcRoot.System, child.Pid);
        var answer = child.Prove(plan.Max, plan.Floor);

        var result = new ProveResult
        {
            Plan = plan,
            ThreadsCreated = child.Created,
            EndedBy = ProveEnd.Killed,
            Before = before,
            ThreadsBefore = threadsBefore,
        };
        return answer switch
        {
            { } ended => AfterAnswer(result, ended, child.Pid, cost, events),
            null when child.Process.IsOverdue => result with { EndedBy = ProveEnd.Timeout },
            null => AfterDeath(result, child.Process, events),
        };
    }

    private static bool IsBelow(ByteSize floor) => Meminfo.Read(ProcRoot.System).MemAvailable is { } available && available < floor;

    // The child's threads are still there, and so is what refused the next one.
    private static ProveResult AfterAnswer(ProveResult result, Growth ended, Pid child, ThreadCost cost, KernelEvents events)
    {
        var errno = ended.Errno;
        if (ended.End != GrowthEnd.Refused)
        {
            return result with { EndedBy = ended.End == GrowthEnd.Floor ? ProveEnd.Floor : ProveEnd.Max };
        }

        result = result with { EndedBy = ProveEnd.Errno, Errno = errno };

        var after = LimitInspector.Inspect(ProcRoot.System, child, cost);
        var (limit, evidence) = LimitEvidence.OfRefusal(after, errno, events.GrowthUntil(KernelEvents.Read(ProcRoot.System, child)));
        return result with { Limit = limit, Evidence = evidence };
    }

    private static ProveResult AfterDeath(ProveResult result, WorkerProcess child, KernelEvents events)
    {
        var signal = child.WaitForDeath();
        if (signal == SigAlrm)
        {
            return result with { EndedBy = ProveEnd.Timeout };
        }

        var growth = events.GrowthUntil(events.ReadAgain(ProcRoot.System));
        if (signal == SigKill && LimitEvidence.OfDeath(result.Before, growth) is { } found)
        {
            return result with { EndedBy = ProveEnd.OomKill, Limit = found.Limit, Evidence = found.Evidence };
        }

        // A .NET process that can map no more memory aborts; what it says then is all there is.
        var end = signal is null ? "The process ended by itself." : $"The process was ended by signal {signal}, and no OOM counter of the kernel grew.";
        return result with { Evidence = child.LastWords is { Length: > 0 } words ? [end, $"It said: {words}"] : [end] };
    }
}
