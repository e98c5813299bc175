using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Headroom;
using LinuxThreads.Limits;
using LinuxThreads.Procfs;
using LinuxThreads.Stacks;
using LinuxThreads.Switches;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>The practical questions, answered for this very process: how often it switched, how long it waited, what its stacks hold.</summary>
internal static class ProcessAnswers
{
    private const string SwitchesText = "How many switches does my whole process really do, and how long do its threads wait for a CPU?";
    private const string LimitsText = "Which limit stops me creating threads, and how far am I from it?";
    private const string StacksText = "How much of my resident memory is stacks?";

    public static Question Switches { get; } = new("switches", SwitchesText, "switches of this process", _ => MeasureSwitches());

    public static Question Stacks { get; } = new("stacks", StacksText, "stacks of this process", _ => MeasureStacks());

    public static Question Limits { get; } = new("limits", LimitsText, "limits on threads", MeasureLimits);

    private static Answer MeasureLimits(Laboratory laboratory)
    {
        var inspection = ThreadLimits.Inspect(new LimitPlan(), laboratory.Stopping);
        var binding = inspection.Binding;
        return new Answer
        {
            Id = "limits",
            Question = LimitsText,
            Sentence = binding is null
                ? "None of the limits that could be read stops this process from starting threads."
                : $"This process can start {Quantity.Count(binding.ThreadsUntilHit)} more .NET threads; then {binding} stops it. {binding.HowToRaise}",
            Figures =
            [
                .. inspection.Checks.Where(check => check.CanStopThreads).Select(check => new FigureRow(
                    $"{check.Name.JsonName().Replace('-', '_').Replace('.', '_')}_threads_until_hit", check.ThreadsUntilHit, "threads")),
            ],
            Evidence =
            [
                new FigureRow("measured_threads", inspection.Cost.MeasuredThreads, "threads"),
                new FigureRow("mappings_per_thread", inspection.Cost.Mappings, "mappings"),
                new FigureRow("unreadable_limits", inspection.Unknown.Count, "limits"),
            ],
            // A limit that can't be read may be the nearer one.
            Verdict = binding is null || inspection.Unknown.Count > 0 ? Verdict.Unverified : Verdict.Valid,
        };
    }

    private static Answer MeasureSwitches()
    {
        var snapshot = SwitchSnapshot.Read(Pid.Current);
        var totals = snapshot.Totals;
        var main = snapshot.Threads.FirstOrDefault(thread => thread.Tid == Pid.Current.MainThread)?.Counts?.Switches;
        var counted = snapshot.ProcessSwitches;
        return new Answer
        {
            Id = "switches",
            Question = SwitchesText,
            Sentence = $"This process made {Quantity.Count(totals.Counts?.Switches)} switches on its {totals.Threads} threads so far " +
                $"({Quantity.Count(totals.Counts?.Voluntary)} voluntary, {Quantity.Count(totals.Counts?.Involuntary)} involuntary) and waited " +
                $"{Quantity.Time(totals.RunDelay)} for a CPU; its main thread alone, which is what /proc/[pid]/status shows, made {Quantity.Count(main)}.",
            Figures =
            [
                new FigureRow("threads", totals.Threads, "threads"),
                new FigureRow("switches", totals.Counts?.Switches, "switches"),
                new FigureRow("voluntary", totals.Counts?.Voluntary, "switches"),
                new FigureRow("involuntary", totals.Counts?.Involuntary, "switches"),
                new FigureRow("main_thread_switches", main, "switches"),
                new FigureRow("cpu_ns", totals.CpuTime?.Value, "ns"),
                new FigureRow("run_delay_ns", totals.RunDelay?.Value, "ns"),
            ],
            Evidence =
            [
                new FigureRow("process_switches_at_least", counted?.AtLeast, "switches"),
                new FigureRow("process_switches_at_most", counted?.AtMost, "switches"),
            ],
            // The living threads can't have switched more often than the process, whose count has the ended ones too.
            Verdict = totals.Counts is not { } sum || counted is not { } all ? Verdict.Unverified
                : sum.Switches <= all.AtMost ? Verdict.Valid
                : Verdict.WrongCount,
        };
    }

    private static Answer MeasureStacks()
    {
        var snapshot = StackSnapshot.Read(Pid.Current);
        PidStatus.TryRead(ProcRoot.System, Pid.Current, out var status);
        var totals = snapshot.Totals;
        var share = status?.VmRss is { Bytes: > 0 } rss ? totals.Rss / rss : (double?)null;
        return new Answer
        {
            Id = "stacks",
            Question = StacksText,
            Sentence = $"The {totals.Located} stacks of this process that could be located (of {totals.Threads}) reserve {Quantity.Bytes(totals.Reserved)} and hold " +
                $"{Quantity.Bytes(totals.Rss)} in memory" + (share is { } part ? $", {part * 100:0.0} % of its {Quantity.Bytes(status!.VmRss)} resident." : "."),
            Figures =
            [
                new FigureRow("threads", totals.Threads, "threads"),
                new FigureRow("located", totals.Located, "threads"),
                new FigureRow("reserved_bytes", totals.Reserved.Bytes, "bytes"),
                new FigureRow("rss_bytes", totals.Rss.Bytes, "bytes"),
                new FigureRow("swap_bytes", totals.Swap.Bytes, "bytes"),
                new FigureRow("process_rss_bytes", status?.VmRss?.Bytes, "bytes"),
            ],
            Evidence = [new FigureRow("took_ns", snapshot.Took.Value, "ns")],
            // The kernel's own sum for the process bounds that of its stacks from above.
            Verdict = share is null ? Verdict.Unverified : share <= 1 ? Verdict.Valid : Verdict.WrongCount,
            Table =
            [
                ["thread", ">reserved", ">resident", "found by"],
                .. snapshot.Threads.Select(thread => new[]
                {
                    $"{thread.Tid} {thread.Comm}", Quantity.Bytes(thread.Reserved), Quantity.Bytes(thread.Rss), thread.LocatedBy?.JsonName() ?? Quantity.Unknown,
                }),
            ],
        };
    }
}
