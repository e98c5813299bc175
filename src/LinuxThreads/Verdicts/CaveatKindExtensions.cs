namespace LinuxThreads.Verdicts;

/// <summary>How a caveat's kind is spelled in JSON.</summary>
public static class CaveatKindExtensions
{
    /// <summary>The kind's code in lower case with hyphens, for instance <c>spun-instead-of-switching</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public static string JsonCode(this CaveatKind kind) => kind switch
    {
        CaveatKind.Unpinned => "unpinned",
        CaveatKind.SpunInsteadOfSwitching => "spun-instead-of-switching",
        CaveatKind.Bimodal => "bimodal",
        CaveatKind.UnknownMigrations => "unknown-migrations",
        CaveatKind.ShortWindow => "short-window",
        CaveatKind.ForeignCpuTime => "foreign-cpu-time",
        CaveatKind.Steal => "steal",
        CaveatKind.Interrupts => "interrupts",
        CaveatKind.OccupancyUnknown => "occupancy-unknown",
        CaveatKind.RepeatedForQuiet => "repeated-for-quiet",
        CaveatKind.WholeProcessCounters => "whole-process-counters",
        CaveatKind.SharedProcess => "shared-process",
        CaveatKind.CompiledMeanwhile => "compiled-meanwhile",
        CaveatKind.WholeMachineCounter => "whole-machine-counter",
        CaveatKind.StackCache => "stack-cache",
        CaveatKind.SlabReuse => "slab-reuse",
        CaveatKind.LedgerOpen => "ledger-open",
        CaveatKind.OtherThreads => "other-threads",
        CaveatKind.CutShort => "cut-short",
        CaveatKind.FewRepetitions => "few-repetitions",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of caveat."),
    };
}
