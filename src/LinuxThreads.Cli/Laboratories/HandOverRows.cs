using LinuxThreads.Calls;
using LinuxThreads.Cli.Commands;
using LinuxThreads.PingPong;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Laboratories;

/// <summary>The rows of one <c>pingpong</c>, measured in turns, and those that this machine or plan does not have.</summary>
internal sealed class HandOverRows
{
    private const int FewRows = 6;
    private const int RoundsOfFew = 9;
    // 95 % takes six.
    private const int RoundsOfMany = 6;

    // A single row may take its time; many share two minutes.
    private static readonly TimeSpan WindowOfFew = TimeSpan.FromSeconds(3.6);
    private static readonly TimeSpan BusyWindow = TimeSpan.FromSeconds(0.6);
    private static readonly TimeSpan IdleWindow = TimeSpan.FromSeconds(1.3);
    private static readonly TimeSpan BudgetOfMany = TimeSpan.FromSeconds(95);
    private static readonly TimeSpan BaselineWindow = TimeSpan.FromSeconds(0.3);

    private readonly Dictionary<(CallKind Kind, int Cpu), CallResult> _baselines = [];

    private HandOverRows(IReadOnlyList<PingPongResult> results, IReadOnlyList<MissingRow> missing)
    {
        Results = results;
        Missing = missing;
    }

    /// <summary>The rows measured, in the order asked for.</summary>
    public IReadOnlyList<PingPongResult> Results { get; }

    /// <summary>The others, each with its reason.</summary>
    public IReadOnlyList<MissingRow> Missing { get; }

    /// <summary>The name of a row: mechanism, placement, and what is special about it.</summary>
    public static string NameOf(PingPongPlan plan) =>
        $"{plan.Mechanism.JsonName()}, {plan.Placement}{(plan.Runnable > 0 ? ", awake" : "")}{(plan.Processes ? ", processes" : "")}";

    /// <summary>Measures all rows.</summary>
    /// <exception cref="UsageException">The one row that was named does not exist on this machine.</exception>
    /// <exception cref="MeasurementAbortedException">Something that the one named row needs is missing.</exception>
    public static HandOverRows Measure(HandOverRequest request, Session session)
    {
        var plans = new List<PingPongPlan>();
        var missing = new List<MissingRow>();
        foreach (var plan in Plans(request))
        {
            if (PingPongMeter.WhyUnavailable(plan) is not { } reason)
            {
                plans.Add(plan);
                continue;
            }

            if (request.IsNamed)
            {
                throw PingPongMeter.WhyUnavailable(plan.Mechanism) is null
                    ? new UsageException($"{NameOf(plan)}: {reason}")
                    : new MeasurementAbortedException($"measuring {plan.Mechanism.JsonName()}", reason);
            }

            missing.Add(new MissingRow(plan, reason));
        }

        if (plans.Count == 0)
        {
            throw new UsageException($"none of the rows asked for can be measured here; {NameOf(missing[0].Plan)}: {missing[0].Reason}");
        }

        var few = plans.Count <= FewRows;
        var rounds = few ? RoundsOfFew : RoundsOfMany;
        var sized = plans.Select((plan, at) =>
        {
            session.Progress.Report($"how long {NameOf(plan)} takes ({at + 1} of {plans.Count}) …");
            return Size(plan with { Repetitions = rounds }, few, request.RoundTrips, session.Stopping);
        }).ToArray();
        var results = PingPongMeter.Measure(
            sized, rounds, rounds, few ? null : BudgetOfMany,
            (round, plan) => session.Progress.Report($"measuring {NameOf(plan)}, round {round + 1} of {rounds} …"), session.Stopping);
        var rows = new HandOverRows(results, missing);
        rows.MeasureBaselines(session);
        return rows;
    }

    /// <summary>The same system calls by one thread that hands over to nobody, where there is such a call; null where there is none.</summary>
    public CallResult? BaselineOf(PingPongResult result) => BaselineKind(result.Plan) is { } kind ? _baselines[(kind, result.Cpus[0])] : null;

    private static IEnumerable<PingPongPlan> Plans(HandOverRequest request)
    {
        foreach (var placement in request.Placements)
        {
            foreach (var mechanism in request.Mechanisms)
            {
                var plan = PingPongPlan.Default(mechanism, placement) with
                {
                    Policy = request.Policy,
                    Processes = request.Processes,
                    Runnable = request.Awake ? 1 : 0,
                    Command = mechanism.IsManaged() ? WorkerVerb.Command() : null,
                };
                yield return plan;

                // Where the CPUs may go idle in between, the same without that: the difference is what waking an idle CPU costs.
                if (mechanism == Mechanism.Futex && request.Placements.Count > 1 && !request.Awake && HasTwoCpus(placement))
                {
                    yield return plan with { Runnable = 1 };
                }
            }
        }
    }

    private static bool HasTwoCpus(Placement placement) => placement.Kind switch
    {
        PlacementKind.SameCpu or PlacementKind.Unpinned => false,
        PlacementKind.NamedCpus => placement.CpuA != placement.CpuB,
        _ => true,
    };

    private static PingPongPlan Size(PingPongPlan plan, bool few, long? roundTrips, CancellationToken stopping)
    {
        if (roundTrips is { } wanted)
        {
            var each = Math.Ceiling(wanted / (double)plan.Repetitions / plan.Batches);
            return plan with { BatchRoundTrips = (int)Math.Clamp(each, 1, int.MaxValue) };
        }

        var window = few ? WindowOfFew : plan.Placement.Kind == PlacementKind.SameCpu ? BusyWindow : IdleWindow;
        return PingPongMeter.Size(plan, window, stopping);
    }

    private static CallKind? BaselineKind(PingPongPlan plan) =>
        plan.Placement.Kind == PlacementKind.Unpinned || plan.Processes || plan.Policy is not null || plan.Runnable > 0 ? null : plan.Mechanism switch
        {
            Mechanism.Futex => CallKind.FutexBoth,
            Mechanism.Pipe => CallKind.SelfPipe,
            _ => null,
        };

    private void MeasureBaselines(Session session)
    {
        foreach (var result in Results)
        {
            if (BaselineKind(result.Plan) is { } kind && !_baselines.ContainsKey((kind, result.Cpus[0])))
            {
                session.Progress.Report($"measuring {kind.JsonName()} on CPU {result.Cpus[0]} …");
                var plan = new CallPlan { Kind = kind, Cpu = result.Cpus[0], Repetitions = RoundsOfFew };
                _baselines.Add((kind, result.Cpus[0]), CallMeter.Measure(CallMeter.Size(plan, BaselineWindow, session.Stopping), session.Stopping));
            }
        }
    }
}
