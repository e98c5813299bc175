using LinuxThreads.Verdicts;

namespace LinuxThreads.Overhead;

/// <summary>The work per switch from which on switching takes no more than a share of the time.</summary>
public sealed record BreakEven
{
    internal BreakEven(double share, double workNs, double? lowNs, double? highNs, BreakEvenMethod method, double heaviestNs, Verdict verdict)
    {
        Share = share;
        WorkNs = workNs;
        LowNs = lowNs;
        HighNs = highNs;
        Method = method;
        IsBeyondMeasured = workNs > heaviestNs;
        Verdict = verdict;
    }

    /// <summary>The share of the time that goes to switching, between 0 and 1.</summary>
    public double Share { get; }

    /// <summary>The work per switch, in nanoseconds; 0 if switching was not dearer than not switching.</summary>
    public double WorkNs { get; }

    /// <summary>The lower end of its interval: the same of the lower ends of the points' intervals; <see langword="null"/> after a single round.</summary>
    public double? LowNs { get; }

    /// <summary>The upper end; otherwise as <see cref="LowNs"/>.</summary>
    public double? HighNs { get; }

    /// <summary>How it was found.</summary>
    public BreakEvenMethod Method { get; }

    /// <summary>True if no point had as much work, so that the figure rests on the cost staying what it was.</summary>
    public bool IsBeyondMeasured { get; }

    /// <summary>The weakest verdict of the points that the figure is computed from.</summary>
    public Verdict Verdict { get; }

    /// <summary>How many times the cost the work is, where the cost is this share of both together: 1 ÷ share − 1.</summary>
    internal static double Multiple(double share) => share is > 0 and < 1
        ? (1 / share) - 1
        : throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies between 0 and 1, both excluded.");
}
