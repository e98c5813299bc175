namespace LinuxThreads.Procfs;

/// <summary>Reads the text of <c>/proc/[pid]/sched</c>.</summary>
internal static class PidSchedParser
{
    private static readonly KeyedFile<PidSched> Format = new(
    [
        new("se.exec_start", static (sched, field) => sched.SeExecStart = field.SplitMilliseconds()),
        new("se.vruntime", static (sched, field) => sched.SeVruntime = field.SplitMilliseconds()),
        new("se.sum_exec_runtime", static (sched, field) => sched.SeSumExecRuntime = field.SplitMilliseconds(), isRequired: true),
        new("se.nr_migrations", static (sched, field) => sched.SeNrMigrations = field.Count()),
        new("nr_switches", static (sched, field) => sched.NrSwitches = field.Count(), isRequired: true),
        new("nr_voluntary_switches", static (sched, field) => sched.NrVoluntarySwitches = field.Count(), isRequired: true),
        new("nr_involuntary_switches", static (sched, field) => sched.NrInvoluntarySwitches = field.Count(), isRequired: true),
        new("se.load.weight", static (sched, field) => sched.SeLoadWeight = field.UInt64()),
        new("se.avg.load_sum", static (sched, field) => sched.SeAvgLoadSum = field.UInt64()),
        new("se.avg.runnable_sum", static (sched, field) => sched.SeAvgRunnableSum = field.UInt64()),
        new("se.avg.util_sum", static (sched, field) => sched.SeAvgUtilSum = field.UInt64()),
        new("se.avg.load_avg", static (sched, field) => sched.SeAvgLoadAvg = field.UInt64()),
        new("se.avg.runnable_avg", static (sched, field) => sched.SeAvgRunnableAvg = field.UInt64()),
        new("se.avg.util_avg", static (sched, field) => sched.SeAvgUtilAvg = field.UInt64()),
        new("se.avg.last_update_time", static (sched, field) => sched.SeAvgLastUpdateTime = field.UInt64()),
        new("se.avg.util_est", static (sched, field) => sched.SeAvgUtilEst = field.UInt64()),
        new("policy", static (sched, field) => sched.Policy = field.Int32()),
        new("prio", static (sched, field) => sched.Prio = field.Int32()),
        new("se.slice", static (sched, field) => sched.SeSlice = new Nanoseconds(field.Count())),
        new("ext.enabled", static (sched, field) => sched.ExtEnabled = field.Flag()),
        new("clock-delta", static (sched, field) => sched.ClockDelta = field.Count()),
    ]);

    // The ruler under the first line has more than 50 hyphens; a name has 15 bytes at most, so it cannot hold this many.
    private static ReadOnlySpan<byte> Ruler => "\n----------------"u8;

    public static PidSched Parse(ReadOnlySpan<byte> text, string path)
    {
        var sched = new PidSched();
        var body = ReadHeading(sched, text, path, out var headingLines);
        var scanner = new TextScanner(body, path, headingLines);
        sched.Unrecognized = Format.Read(ref scanner, static (ref scanner) => scanner.ReadKeyed((byte)':'), sched);
        return sched;
    }

    /// <summary>Reads <c>name (id, #threads: n)</c>, where the name may hold newlines, and the ruler below; answers the rest.</summary>
    private static ReadOnlySpan<byte> ReadHeading(PidSched sched, ReadOnlySpan<byte> text, string path, out int lines)
    {
        var end = text.IndexOf(Ruler);
        var rest = end < 0 ? default : text[(end + 1)..];
        var rulerEnd = rest.IndexOf((byte)'\n');
        var heading = new TextField(end < 0 ? text : text[..end], path, 1, default);
        var open = heading.Bytes.LastIndexOf(" ("u8);
        if (rulerEnd < 0 || open < 0 || heading.Bytes is not [.., (byte)')'] || rest[..rulerEnd].ContainsAnyExcept((byte)'-'))
        {
            throw heading.Error("a name, an id and a thread count in parentheses, and a line of hyphens below");
        }

        var inner = heading.Bytes[(open + 2)..^1];
        var comma = inner.IndexOf(", #threads: "u8);
        if (comma < 0)
        {
            throw heading.Error("an id and a thread count in parentheses");
        }

        sched.Comm = new Comm(heading.Bytes[..open]);
        sched.Pid = new Tid(heading.Part(inner[..comma], "pid"u8).Int32());
        sched.Threads = heading.Part(inner[(comma + ", #threads: "u8.Length)..], "#threads"u8).Int32();
        lines = heading.Bytes.Count((byte)'\n') + 2;
        return rest[(rulerEnd + 1)..];
    }
}
