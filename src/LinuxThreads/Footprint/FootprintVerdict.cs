using LinuxThreads.Memory;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Footprint;

/// <summary>Judges a ledger by its closure.</summary>
internal static class FootprintVerdict
{
    private const int LargestGapPercent = 5;

    public static (Verdict Verdict, IReadOnlyList<Caveat> Caveats) Judge(LedgerClosure? closure)
    {
        var reuse = new Caveat(
            CaveatKind.SlabReuse,
            "The kernel keeps the slabs of threads that ended; what these threads took from there is not in the slab figure.");
        if (closure is null)
        {
            return (Verdict.Unverified, [reuse, new Caveat(CaveatKind.LedgerOpen, "The kernel does not say how much memory is free, so nothing checks the sum.")]);
        }

        if (closure.Closes)
        {
            return (Verdict.Valid, [reuse]);
        }

        return (Verdict.Contaminated,
        [
            reuse,
            new Caveat(
                CaveatKind.LedgerOpen,
                $"Free memory fell by {closure.Fall.TotalKibibytes:#,0} KiB while the ledger grew by {closure.Ledger.TotalKibibytes:#,0} KiB: something else took or gave memory meanwhile.",
                new CaveatFigure("ledger_bytes", closure.Ledger.Bytes),
                new CaveatFigure("mem_available_bytes", closure.MemAvailable.Bytes),
                new CaveatFigure("per_cpu_list_bytes", closure.PerCpuLists.Bytes)),
        ]);
    }
}
