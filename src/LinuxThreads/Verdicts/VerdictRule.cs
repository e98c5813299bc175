using System.Globalization;

namespace LinuxThreads.Verdicts;

/// <summary>The rule by which evidence becomes a verdict: unverified before contaminated before wrong-count before valid.</summary>
public static class VerdictRule
{
    private const int MostVoluntaryPercent = 2;

    /// <summary>Judges one measurement.</summary>
    /// <remarks>
    /// The count is right if counted ÷ nominal is 0.98 to 1.02, both included. Where the nominal number is 0, the mechanism
    /// switches at user level, and the count is right if it is at most 2 % of the round trips, that included. A window whose
    /// contamination is unknown is judged by its count and keeps the gate's caveat.
    /// </remarks>
    /// <param name="evidence">The kernel's counters over the window.</param>
    /// <param name="roundTrips">The round trips in that same window; positive.</param>
    /// <param name="contamination">What the gate found about that window.</param>
    /// <param name="spinsBeforeParking">True if the mechanism may hand over without the kernel by spinning for a while first.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="roundTrips"/> is not positive.</exception>
    public static Judgement Judge(Evidence evidence, long roundTrips, Contamination contamination, bool spinsBeforeParking = false)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return Judge(evidence, new KernelCount(evidence.NominalSwitches, evidence.CountedSwitches), roundTrips, contamination, spinsBeforeParking);
    }

    /// <summary>The same for a measurement that claims something else than switches.</summary>
    internal static Judgement Judge(
        Evidence evidence, KernelCount count, long operations, Contamination contamination, bool spinsBeforeParking = false)
    {
        ArgumentNullException.ThrowIfNull(contamination);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(operations);

        var caveats = new List<Caveat>(contamination.Caveats);
        if (spinsBeforeParking && count.IsTooLow)
        {
            caveats.Add(Spun(evidence));
        }
        else if (spinsBeforeParking && NeverParked(evidence))
        {
            caveats.Add(Yielded(evidence));
        }

        if (evidence.Migrations is null)
        {
            caveats.Add(new Caveat(CaveatKind.UnknownMigrations, "The kernel did not say how often the threads changed CPU."));
        }

        var verdict = count.Counted is null ? Verdict.Unverified
            : contamination.IsContaminated is true ? Verdict.Contaminated
            : count.IsTooLow || count.IsTooHigh(operations) ? Verdict.WrongCount
            : Verdict.Valid;
        return new Judgement(verdict, caveats.AsReadOnly());
    }

    /// <summary>The time of one switch in nanoseconds: the round trip divided by the switches that the kernel counted in one.</summary>
    /// <returns>
    /// The time, or <see langword="null"/> if the kernel counted none or did not say, or if the mechanism switches at user level (nominal 0).
    /// </returns>
    /// <param name="roundTripNs">The time of a round trip, for instance the median, in nanoseconds.</param>
    /// <param name="roundTrips">The round trips in the evidence's window; positive.</param>
    /// <param name="evidence">The kernel's counters over the window.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="roundTrips"/> is not positive.</exception>
    public static double? PerSwitchNs(double roundTripNs, long roundTrips, Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(roundTrips);
        return evidence.NominalSwitches == 0 || evidence.CountedSwitches is null or 0
            ? null
            : roundTripNs * roundTrips / evidence.CountedSwitches;
    }

    // A thread that parks gives up its CPU of its own will; one that yields while it spins is counted as preempted.
    private static bool NeverParked(Evidence evidence) =>
        evidence is { NominalSwitches: > 0, Voluntary: { } voluntary, CountedSwitches: > 0 and var counted } && (Int128)voluntary * 100 <= (Int128)counted * MostVoluntaryPercent;

    private static Caveat Yielded(Evidence evidence) => new(
        CaveatKind.SpunInsteadOfSwitching,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Of {evidence.CountedSwitches} switches only {evidence.Voluntary} were voluntary: the threads switched by yielding while they spun, and did not park."),
        new CaveatFigure("counted_switches", evidence.CountedSwitches!.Value),
        new CaveatFigure("voluntary_switches", evidence.Voluntary!.Value));

    private static Caveat Spun(Evidence evidence) => new(
        CaveatKind.SpunInsteadOfSwitching,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The kernel counted {evidence.CountedSwitches} switches of {evidence.NominalSwitches}: the threads mostly handed over by spinning, without the kernel."),
        new CaveatFigure("counted_switches", evidence.CountedSwitches!.Value),
        new CaveatFigure("nominal_switches", evidence.NominalSwitches));
}
