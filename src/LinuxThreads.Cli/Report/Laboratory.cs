using System.Diagnostics;
using LinuxThreads.Cli.Commands;
using LinuxThreads.Conditions;
using LinuxThreads.Creation;
using LinuxThreads.Directed;
using LinuxThreads.Footprint;
using LinuxThreads.Ladder;
using LinuxThreads.Load;
using LinuxThreads.Overhead;
using LinuxThreads.PingPong;

namespace LinuxThreads.Cli.Report;

/// <summary>Measures on demand what several answers need, each thing once and within a budget of time.</summary>
internal sealed class Laboratory(bool quick, MachineConditions conditions, CancellationToken stopping)
{
    // What a single measurement may take of the time that is left, so that a disturbed one doesn't starve the rest.
    private const double LargestShare = 0.25;
    private const double LeastSeconds = 0.05;

    // 95 % takes six.
    private const int Few = 6;

    private readonly long _end = Stopwatch.GetTimestamp() + ((quick ? 14 : 62) * Stopwatch.Frequency);

    private readonly Dictionary<(Mechanism Mechanism, Placement Placement), PingPongResult> _pairs = [];
    private readonly Dictionary<(FootprintKind Kind, ByteSize? StackSize), FootprintResult> _ledgers = [];

    private LadderResult? _ladder;

    /// <summary>The machine, as it was when the measuring began.</summary>
    public MachineConditions Conditions => conditions;

    /// <summary>Set by Ctrl-C.</summary>
    public CancellationToken Stopping => stopping;

    /// <summary>The first placement with two different CPUs that this machine has for this process; null if it has none.</summary>
    public Placement? TwoCpus { get; } = new[] { Placement.SameLlc, Placement.SmtSibling, Placement.CrossLlc, Placement.CrossNode }
        .FirstOrDefault(placement => PingPongMeter.WhyUnavailable(placement) is null);

    /// <summary>One hand-over.</summary>
    public PingPongResult Pair(Mechanism mechanism, Placement placement)
    {
        if (!_pairs.TryGetValue((mechanism, placement), out var result))
        {
            // CPUs that go idle are judged by ticks of 10 ms, which takes a longer window than CPUs kept busy.
            var window = placement.Kind == PlacementKind.SameCpu ? Window(0.35, 3.6) : Window(1, 3);
            var plan = PingPongPlan.Default(mechanism, placement) with { Budget = Budget(window), Command = mechanism.IsManaged() ? WorkerVerb.Command() : null };
            result = PingPongMeter.Measure(PingPongMeter.Size(plan, window, stopping), stopping);
            _pairs.Add((mechanism, placement), result);
        }

        return result;
    }

    /// <summary>The cost ladder.</summary>
    public LadderResult Ladder() => _ladder ??= LadderMeter.Measure(
        quick
            ? new LadderPlan { Repetitions = Few, ExtraRepetitions = 3, RungTime = TimeSpan.FromMilliseconds(15), IdlingRungTime = TimeSpan.FromMilliseconds(60), Budget = Budget(2.5) }
            : new LadderPlan { Repetitions = Few, RungTime = TimeSpan.FromMilliseconds(60), Budget = Budget(9) },
        cancellation: stopping);

    /// <summary>Switching against work, and against working sets.</summary>
    public OverheadResult Overhead() => OverheadMeter.Measure(OverheadPlan.Quick with { Budget = Budget(quick ? 2.5 : 6) }, cancellation: stopping);

    /// <summary>The means of a directed hand-over.</summary>
    public DirectedResult Directed() => DirectedMeter.Measure(
        new DirectedPlan
        {
            Repetitions = Few, ExtraRepetitions = Few, Window = Window(0.1, 0.4), IdlingWindow = Window(0.2, 0.8), Budget = Budget(quick ? 2 : 6),
        },
        cancellation: stopping);

    /// <summary>A hand-over under load, in few points.</summary>
    public LoadResult Load(LoadSweep sweep) => LoadMeter.Measure(
        sweep,
        new LoadPlan { Repetitions = Few, ExtraRepetitions = Few, RunQueueLengths = [0, 16, 256], Window = Window(0.1, 0.3), Budget = Budget(quick ? 1.5 : 4) },
        cancellation: stopping);

    /// <summary>Several hand-overs in turns; those that this machine or plan does not have are left out.</summary>
    public IReadOnlyList<PingPongResult> Pairs(params IReadOnlyList<PingPongPlan> plans)
    {
        var (busy, idle) = (Window(0.15, 0.5), Window(0.3, 1.0));
        PingPongPlan[] sized = [.. plans
            .Select(static plan => plan with { Repetitions = Few, Command = plan.Mechanism.IsManaged() ? WorkerVerb.Command() : null })
            .Where(static plan => PingPongMeter.WhyUnavailable(plan) is null)
            .Select(plan => PingPongMeter.Size(plan, plan.Placement.Kind == PlacementKind.SameCpu ? busy : idle, stopping))];
        return sized.Length == 0 ? [] : PingPongMeter.Measure(sized, Few, Few, Budget(quick ? 3 : 9), cancellation: stopping);
    }

    /// <summary>The memory ledger of one kind.</summary>
    public FootprintResult Ledger(FootprintKind kind, ByteSize? stackSize = null)
    {
        if (!_ledgers.TryGetValue((kind, stackSize), out var result))
        {
            result = FootprintMeter.Measure(Ledgers.Plan(kind, quick) with { StackSize = stackSize, MostAttempts = quick ? 2 : 3 }, stopping);
            _ledgers.Add((kind, stackSize), result);
        }

        return result;
    }

    /// <summary>Creations of one kind.</summary>
    public CreationResult Create(CreationPlan plan)
    {
        var window = Window(0.25, 1.2);
        return CreationMeter.Measure(CreationMeter.Size(plan with { Budget = Budget(window) }, window, stopping), stopping);
    }

    /// <summary>Twice the window for repeating what was disturbed, but only a part of the time left for the whole report.</summary>
    private TimeSpan Budget(TimeSpan window) => Budget(window.TotalSeconds * 2);

    private TimeSpan Budget(double seconds)
    {
        var left = (_end - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency;
        return TimeSpan.FromSeconds(Math.Max(LeastSeconds, Math.Min(seconds, left * LargestShare)));
    }

    private TimeSpan Window(double quickSeconds, double fullSeconds) => TimeSpan.FromSeconds(quick ? quickSeconds : fullSeconds);
}
