using LinuxThreads.Memory;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Footprint;

/// <summary>Judges a ledger by its closure, and by whether leftover slabs could be ruled out.</summary>
internal static class FootprintVerdict
{
    /// <param name="closure">The closure; null if the kernel does not tell.</param>
    /// <param name="ballast">What was parked beforehand; null for a kind that is no thread.</param>
    /// <param name="attempts">How many ledgers were taken, this one included.</param>
    /// <param name="others">The threads that came or went elsewhere; null if none did.</param>
    public static (Verdict Verdict, IReadOnlyList<Caveat> Caveats) Judge(
        LedgerClosure? closure, FootprintBallast? ballast, int attempts = 1, OtherThreads? others = null)
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

        if (closure is null)
        {
            caveats.Add(new Caveat(CaveatKind.LedgerOpen, "The kernel does not say how much memory is free, so nothing checks the sum."));
            return (Verdict.Unverified, caveats);
        }

        if (!closure.Closes)
        {
            caveats.Add(Open(closure));
        }

        if (others is { AreTooMany: true })
        {
            caveats.Add(new Caveat(
                CaveatKind.OtherThreads,
                $"Others started or ended {others.Threads:#,0} threads meanwhile, whose kernel stacks and slabs are in the machine's figures.",
                new CaveatFigure("other_threads", others.Threads)));
        }

        // What threads take from leftover slabs is missing on both sides, so that a ledger without it closes just as well.
        // Other threads' memory is missing on no side either.
        return (closure.Closes && ballast is null or { IsSteady: true } && others is null or { AreTooMany: false } ? Verdict.Valid : Verdict.Contaminated, caveats);
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

    private static Caveat Open(LedgerClosure closure) => new(
        CaveatKind.LedgerOpen,
        $"Free memory fell by {closure.Fall.TotalKibibytes:#,0} KiB while the ledger grew by {closure.Ledger.TotalKibibytes:#,0} KiB: something else took or gave memory meanwhile.",
        new CaveatFigure("ledger_bytes", closure.Ledger.Bytes),
        new CaveatFigure("mem_available_bytes", closure.MemAvailable.Bytes),
        new CaveatFigure("per_cpu_list_bytes", closure.PerCpuLists.Bytes),
        new CaveatFigure("reader_bytes", closure.Reader.Bytes));
}
