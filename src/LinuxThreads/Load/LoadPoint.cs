using LinuxThreads.Calls;
using LinuxThreads.PingPong;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Load;

/// <summary>One point of a sweep: its figure, and how that compares with the first point's.</summary>
public sealed record LoadPoint
{
    /// <summary>The name: a number, a policy, a state.</summary>
    public required string Name { get; init; }

    /// <summary>The number in the name: threads, or nanoseconds of slack; <see langword="null"/> where there is none, as for the inherited slack.</summary>
    public required long? Setting { get; init; }

    /// <summary>The figure that the sweep is about, in nanoseconds a round; <see langword="null"/> if the kernel did not give what it needs.</summary>
    public required RoundFigure? FigureNs { get; init; }

    /// <summary>Elapsed time per counted switch, or per sleep, in nanoseconds a round; <see langword="null"/> if the kernel did not count.</summary>
    public required RoundFigure? WallNs { get; init; }

    /// <summary>Time on a CPU of the measured threads per counted switch, in nanoseconds a round; <see langword="null"/> if the kernel did not say.</summary>
    public required RoundFigure? CpuNs { get; init; }

    /// <summary><see cref="FigureNs"/> ÷ that of the first point, round by round; <see langword="null"/> for the first itself, and where a value is unknown or not positive.</summary>
    public required RatioInterval? Ratio { get; init; }

    /// <summary>The hand-over; <see langword="null"/> for a point of <see cref="LoadSweep.TimerSlack"/>.</summary>
    public required PingPongResult? HandOver { get; init; }

    /// <summary>The sleep; <see langword="null"/> for a point of another sweep than <see cref="LoadSweep.TimerSlack"/>.</summary>
    public required CallResult? Wait { get; init; }

    /// <summary>The calls and work by one thread that are taken off the hand-over; <see langword="null"/> for a point of another sweep than <see cref="LoadSweep.Vectors"/>.</summary>
    public required CallResult? Control { get; init; }

    /// <summary>The verdict: that of the weakest part.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What a reader must know beside the figures.</summary>
    public required IReadOnlyList<Caveat> Caveats { get; init; }
}
