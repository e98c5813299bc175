using LinuxThreads.Verdicts;

namespace LinuxThreads.Footprint;

/// <summary>Adds to the judgement of a ledger whether leftover slabs could be ruled out, and how often it was taken.</summary>
internal static class FootprintVerdict
{
    /// <param name="ledger">What closure and others' threads say.</param>
    /// <param name="ballast">What was parked beforehand; null for a kind that is no thread.</param>
    /// <param name="attempts">How many ledgers were taken, this one included.</param>
    public static Judgement Judge(Judgement ledger, FootprintBallast? ballast, int attempts = 1)
    {
        var caveats = new List<Caveat>();
        if (attempts > 1)
        {
            caveats.Add(new Caveat(
                CaveatKind.RepeatedForQuiet,
                $"{attempts - 1} of {attempts} ledgers were contaminated and are not in the figures.",
                new CaveatFigure("given_up", attempts - 1)));
        }

        if (ballast is not null)
        {
            caveats.Add(Reuse(ballast));
        }

        // What threads take from leftover slabs is missing on both sides, so that a ledger without it closes just as well.
        var isSpoilt = ledger.Verdict == Verdict.Valid && ballast is { IsSteady: false };
        return new Judgement(isSpoilt ? Verdict.Contaminated : ledger.Verdict, [.. caveats, .. ledger.Caveats]);
    }

    private static Caveat Reuse(FootprintBallast ballast) => ballast.Reused is { } reused
        ? new Caveat(
            CaveatKind.SlabReuse,
            $"{ballast.Threads:#,0} threads were parked first, until each took the same of the kernel's slabs; they used up {reused.TotalKibibytes:#,0} KiB that ended threads had left there, and are in no figure.",
            new CaveatFigure("ballast_threads", ballast.Threads),
            new CaveatFigure("ballast_slab_bytes", ballast.SlabGrowth!.Value.Bytes),
            new CaveatFigure("reused_bytes", reused.Bytes),
            new CaveatFigure("shrunk_caches", ballast.ShrunkCaches))
        : new Caveat(
            CaveatKind.SlabReuse,
            $"The kernel's slabs did not grow by the same for each of {ballast.Threads:#,0} threads parked first: ended threads left some there, or others use them meanwhile. The slab figure may be too low or too high.",
            new CaveatFigure("ballast_threads", ballast.Threads),
            new CaveatFigure("shrunk_caches", ballast.ShrunkCaches));
}
