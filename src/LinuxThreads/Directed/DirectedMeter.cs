using LinuxThreads.Native;
using LinuxThreads.PingPong;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Directed;

/// <summary>Measures what a stock kernel offers for handing the CPU to a chosen thread.</summary>
/// <remarks>
/// A directed hand-over names the thread that is to run next and runs it on the CPU that the caller gives up. No released kernel has a call for that. What comes near:
/// two threads on one CPU, where there is nobody else to run; a synchronous wake-up, by which a pipe tells the scheduler that the waker is about to
/// sleep; and <c>SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP</c>, which puts the woken thread on the waker's CPU. Free to move, the
/// difference between the last two mechanisms is what that placement alone is worth.
/// </remarks>
public static class DirectedMeter
{
    private static readonly Placement[] TwoCpus = [Placement.SameLlc, Placement.CrossLlc, Placement.CrossNode, Placement.SmtSibling];

    /// <summary>Measures all hand-overs in rounds: each once a round, in a fresh process.</summary>
    /// <remarks>As <see cref="PingPongMeter.Measure(PingPongPlan, CancellationToken)"/>. What the kernel refuses is found by a pilot, and is among <see cref="DirectedResult.Unavailable"/>.</remarks>
    /// <param name="plan">How.</param>
    /// <param name="progress">Told what is about to be measured; may be <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    /// <exception cref="MeasurementAbortedException">The shim or the worker program is missing, or a child process ended early.</exception>
    /// <exception cref="SyscallException">The kernel refused the futex on one CPU, which the others are compared with, or a later repetition.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested; nothing is left running.</exception>
    public static DirectedResult Measure(DirectedPlan plan, Action<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var clock = new BudgetClock(plan.Budget);
        var missing = new List<Unavailable>();
        var sized = new List<PingPongPlan>();
        foreach (var each in Plans(plan, missing))
        {
            progress?.Invoke($"{NameOf(each)}, pilot");
            try
            {
                sized.Add(PingPongMeter.Size(each, each.Placement.Kind == PlacementKind.SameCpu ? plan.Window : plan.IdlingWindow, cancellation));
            }
            // What the shim does not understand is a mistake of ours, not a refusal.
            catch (SyscallException refused) when (sized.Count > 0 && refused.Errno != Errno.EINVAL)
            {
                missing.Add(new Unavailable(NameOf(each), $"{refused.Operation} failed: {refused.Errno}, {refused.Errno.Description}.", Fix(each.Mechanism)));
            }
        }

        var results = PingPongMeter.Measure(
            sized, plan.Repetitions, plan.ExtraRepetitions, clock.Left,
            (round, each) => progress?.Invoke($"{NameOf(each)}, round {round + 1} of {plan.Repetitions}"), cancellation);
        return DirectedResult.Of(plan, results, missing);
    }

    /// <summary>The name of a hand-over: <c>futex, same-cpu</c>.</summary>
    internal static string NameOf(PingPongPlan plan) => $"{plan.Mechanism.JsonName()}, {plan.Placement}";

    private static IEnumerable<PingPongPlan> Plans(DirectedPlan plan, List<Unavailable> missing)
    {
        var pairs = new List<(Mechanism, Placement)> { (Mechanism.Futex, Placement.SameCpu), (Mechanism.Futex, Placement.Unpinned) };
        if (Two() is { } two)
        {
            pairs.Add((Mechanism.Futex, two));
        }
        else
        {
            missing.Add(new Unavailable(
                $"{Mechanism.Futex.JsonName()}, two CPUs", "This process may use only one CPU.", "Widen the affinity (taskset) or the cpuset, or give the machine a second CPU."));
        }

        pairs.AddRange(
            from mechanism in new[] { Mechanism.Pipe, Mechanism.SeccompNotify, Mechanism.SeccompNotifySync }
            from placement in new[] { Placement.SameCpu, Placement.Unpinned }
            select (mechanism, placement));
        return pairs.Select(pair => PingPongPlan.Default(pair.Item1, pair.Item2) with { Repetitions = plan.Repetitions, Batches = plan.Batches });
    }

    /// <summary>The nearest two cores; where sysfs does not say which are near, the first two CPUs.</summary>
    private static Placement? Two()
    {
        int[] allowed = [.. CpuSet.OfCurrentThread()];
        return allowed.Length < 2 ? null
            : Array.Find(TwoCpus, static placement => PingPongMeter.WhyUnavailable(placement) is null) ?? Placement.OnCpus(allowed[0], allowed[1]);
    }

    private static string? Fix(Mechanism mechanism) => mechanism switch
    {
        Mechanism.SeccompNotify => "Linux 5.0 or later with CONFIG_SECCOMP_FILTER, outside a container whose own seccomp profile forbids seccomp(2).",
        Mechanism.SeccompNotifySync => "Linux 6.6 or later with CONFIG_SECCOMP_FILTER, outside a container whose own seccomp profile forbids seccomp(2).",
        _ => null,
    };
}
