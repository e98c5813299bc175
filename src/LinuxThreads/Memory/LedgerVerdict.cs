using LinuxThreads.Verdicts;

namespace LinuxThreads.Memory;

/// <summary>Judges a ledger by its closure, and by the threads that others started or ended meanwhile.</summary>
internal static class LedgerVerdict
{
    /// <param name="closure">The closure; null if the kernel does not tell.</param>
    /// <param name="others">The threads that came or went elsewhere.</param>
    /// <returns>The verdict, and the caveats that are its reason.</returns>
    public static Judgement Judge(LedgerClosure? closure, OtherThreads others)
    {
        var caveats = new List<Caveat>();
        if (closure is null)
        {
            caveats.Add(new Caveat(CaveatKind.LedgerOpen, "The kernel does not say how much memory is free, so nothing checks the sum."));
        }
        else if (!closure.Closes)
        {
            caveats.Add(Open(closure));
        }

        // Other threads' memory is missing on no side, so that a ledger with it closes just as well.
        if (others.AreTooMany)
        {
            caveats.Add(new Caveat(
                CaveatKind.OtherThreads,
                $"Others started or ended {others.Threads:#,0} threads meanwhile, whose kernel stacks and slabs are in the machine's figures.",
                new CaveatFigure("other_threads", others.Threads)));
        }

        var verdict = closure is null ? Verdict.Unverified
            : !closure.Closes || others.AreTooMany ? Verdict.Contaminated
            : Verdict.Valid;
        return new Judgement(verdict, caveats.AsReadOnly());
    }

    private static Caveat Open(LedgerClosure closure) => new(
        CaveatKind.LedgerOpen,
        $"Free memory fell by {closure.Fall.TotalKibibytes:#,0} KiB while the ledger grew by {closure.Ledger.TotalKibibytes:#,0} KiB: something else took or gave memory meanwhile.",
        new CaveatFigure("ledger_bytes", closure.Ledger.Bytes),
        new CaveatFigure("mem_available_bytes", closure.MemAvailable.Bytes),
        new CaveatFigure("per_cpu_list_bytes", closure.PerCpuLists.Bytes),
        new CaveatFigure("reader_bytes", closure.Reader.Bytes));
}
