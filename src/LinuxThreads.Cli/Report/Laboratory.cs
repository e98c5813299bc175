using System.Diagnostics;
using LinuxThreads.Calls;
using LinuxThreads.Creation;
using LinuxThreads.Footprint;
using LinuxThreads.PingPong;

namespace LinuxThreads.Cli.Report;

/// <summary>Measures on demand what several answers need, each thing once and within a budget of time.</summary>
internal sealed class Laboratory(bool quick, CancellationToken stopping)
{
    // What a single measurement may take of the time that is left, so that a disturbed one doesn't starve the rest.
    private const double LargestShare = 0.25;
    private const double LeastSeconds = 0.05;

    private readonly long _end = Stopwatch.GetTimestamp() + ((quick ? 12 : 50) * Stopwatch.Frequency);

    private readonly Dictionary<(Mechanism Mechanism, Placement Placement), PingPongResult> _pairs = [];
    private readonly Dictionary<CallKind, CallResult> _calls = [];
    private readonly Dictionary<(FootprintKind Kind, ByteSize? StackSize), FootprintResult> _ledgers = [];

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
            var plan = PingPongPlan.Default(mechanism, placement) with { Budget = Budget(window) };
            result = PingPongMeter.Measure(PingPongMeter.Size(plan, window, stopping), stopping);
            _pairs.Add((mechanism, placement), result);
        }

        return result;
    }

    /// <summary>One call.</summary>
    public CallResult Call(CallKind kind)
    {
        if (!_calls.TryGetValue(kind, out var result))
        {
            var window = Window(0.3, 3.6);
            result = CallMeter.Measure(CallMeter.Size(new CallPlan { Kind = kind, Budget = Budget(window) }, window, stopping), stopping);
            _calls.Add(kind, result);
        }

        return result;
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
    private TimeSpan Budget(TimeSpan window)
    {
        var left = (_end - Stopwatch.GetTimestamp()) / (double)Stopwatch.Frequency;
        return TimeSpan.FromSeconds(Math.Max(LeastSeconds, Math.Min(window.TotalSeconds * 2, left * LargestShare)));
    }

    private TimeSpan Window(double quickSeconds, double fullSeconds) => TimeSpan.FromSeconds(quick ? quickSeconds : fullSeconds);
}
