using LinuxThreads.Verdicts;

namespace LinuxThreads.Footprint;

/// <summary>Judges a ledger by its closure.</summary>
internal static class FootprintVerdict
{
    private const int LargestGapPercent = 5;

    public static (Verdict Verdict, IReadOnlyList<Caveat> Caveats) Judge(FootprintClosure? closure)
    {
        var reuse = new Caveat(
            CaveatKind.SlabReuse,
            "The kernel keeps the slabs of threads that ended; what these threads took from there is not in the slab figure.");
        if (closure is null)
        {
            return (Verdict.Unverified, [reuse, new Caveat(CaveatKind.LedgerOpen, "The kernel does not say how much memory is free, so nothing checks the sum.")]);
        }

        if (Closes(closure))
        {
            return (Verdict.Valid, [reuse]);
        }

        return (Verdict.Contaminated,
        [
            reuse,
            new Caveat(
                CaveatKind.LedgerOpen,
                $"Free memory fell by {(closure.MemAvailable + closure.PerCpuLists).TotalKibibytes:#,0} KiB while the ledger grew by {closure.Ledger.TotalKibibytes:#,0} KiB: something else took or gave memory meanwhile.",
                new CaveatFigure("ledger_bytes", closure.Ledger.Bytes),
                new CaveatFigure("mem_available_bytes", closure.MemAvailable.Bytes),
                new CaveatFigure("per_cpu_list_bytes", closure.PerCpuLists.Bytes)),
        ]);
    }

    // In whole numbers: 1.05 is no double, and the limits themselves are inside.
    private static bool Closes(FootprintClosure closure)
    {
        Int128 fell = (closure.MemAvailable + closure.PerCpuLists).Bytes;
        return fell > 0 && Int128.Abs(closure.Ledger.Bytes - fell) * 100 <= fell * LargestGapPercent;
    }
}
