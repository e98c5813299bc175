using System.Collections.Immutable;

namespace LinuxThreads.Procfs;

/// <summary>Reads the text of <c>/proc/[pid]/sched</c>.</summary>
internal static class PidSchedParser
{
    private static readonly ImmutableArray<string> OnEveryKernel =
        ["se.sum_exec_runtime", "nr_switches", "nr_voluntary_switches", "nr_involuntary_switches"];

    // The ruler under the first line has more than 50 hyphens; a name has 15 bytes at most, so it cannot hold this many.
    private static ReadOnlySpan<byte> Ruler => "\n----------------"u8;

    public static PidSched Parse(ReadOnlySpan<byte> text, string path)
    {
        var sched = new PidSched();
        var body = ReadHeading(sched, text, path, out var headingLines);
        var unrecognized = new UnrecognizedLines();
        var seen = 0;
        Span<char> scratch = stackalloc char[TextField.LongestKey];
        var lines = new TextLines(body, path, headingLines);
        while (lines.MoveNext())
        {
            var field = lines.Keyed((byte)':');
            switch (field.KeyIn(scratch))
            {
                case "se.exec_start":
                    sched.SeExecStart = field.SplitMilliseconds();
                    break;
                case "se.vruntime":
                    sched.SeVruntime = field.SplitMilliseconds();
                    break;
                case "se.sum_exec_runtime":
                    sched.SeSumExecRuntime = field.SplitMilliseconds();
                    seen |= 1 << 0;
                    break;
                case "se.nr_migrations":
                    sched.SeNrMigrations = field.Count();
                    break;
                case "nr_switches":
                    sched.NrSwitches = field.Count();
                    seen |= 1 << 1;
                    break;
                case "nr_voluntary_switches":
                    sched.NrVoluntarySwitches = field.Count();
                    seen |= 1 << 2;
                    break;
                case "nr_involuntary_switches":
                    sched.NrInvoluntarySwitches = field.Count();
                    seen |= 1 << 3;
                    break;
                case "se.load.weight":
                    sched.SeLoadWeight = field.UInt64();
                    break;
                case "se.avg.load_sum":
                    sched.SeAvgLoadSum = field.UInt64();
                    break;
                case "se.avg.runnable_sum":
                    sched.SeAvgRunnableSum = field.UInt64();
                    break;
                case "se.avg.util_sum":
                    sched.SeAvgUtilSum = field.UInt64();
                    break;
                case "se.avg.load_avg":
                    sched.SeAvgLoadAvg = field.UInt64();
                    break;
                case "se.avg.runnable_avg":
                    sched.SeAvgRunnableAvg = field.UInt64();
                    break;
                case "se.avg.util_avg":
                    sched.SeAvgUtilAvg = field.UInt64();
                    break;
                case "se.avg.last_update_time":
                    sched.SeAvgLastUpdateTime = field.UInt64();
                    break;
                case "se.avg.util_est":
                    sched.SeAvgUtilEst = field.UInt64();
                    break;
                case "policy":
                    sched.Policy = field.Int32();
                    break;
                case "prio":
                    sched.Prio = field.Int32();
                    break;
                case "se.slice":
                    sched.SeSlice = new Nanoseconds(field.Count());
                    break;
                case "ext.enabled":
                    sched.ExtEnabled = field.Flag();
                    break;
                case "clock-delta":
                    sched.ClockDelta = field.Count();
                    break;
                default:
                    unrecognized.Add(field);
                    break;
            }
        }

        for (var i = 0; i < OnEveryKernel.Length; i++)
        {
            if ((seen & (1 << i)) == 0)
            {
                throw new ProcfsFormatException(path, 0, OnEveryKernel[i], string.Empty, "this line, which every kernel prints");
            }
        }

        sched.Unrecognized = unrecognized.ToList();
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
