using System.CommandLine;
using System.CommandLine.Parsing;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Switches;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>switches</c>: context switches of every thread and of the whole process.</summary>
internal static class SwitchesCommand
{
    private const string Name = "switches";

    public static Command Build(Session session)
    {
        var pid = CommonOptions.Process();
        var json = CommonOptions.Json(Name);
        var interval = new Option<TimeSpan?>("--interval")
        {
            HelpName = "S",
            Description = "Count over S seconds instead of since each thread's start; fractions are allowed.",
            CustomParser = ParseInterval,
        };
        var count = new Option<int>("--count")
        {
            HelpName = "K",
            Description = "How many intervals; 0 until Ctrl-C. With --json each is a document of its own.",
            DefaultValueFactory = _ => 1,
            CustomParser = ParseCount,
        };
        var command = new Command(Name, "Context switches of every thread and of the whole process, with their wait for a CPU.") { pid, interval, count, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(pid), parsed.GetValue(interval), parsed.GetValue(count), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, Pid pid, TimeSpan? interval, int count, bool json)
    {
        if (interval is not { } length)
        {
            Show(session, Document(SwitchSnapshot.Read(pid)), json);
            return ExitCode.Done;
        }

        var watched = SwitchMeter.Watch(new SwitchPlan(pid, length), session.Stopping);
        foreach (var observed in count == 0 ? watched : watched.Take(count))
        {
            Show(session, Document(observed), json);
            session.Out.Flush();
        }

        return ExitCode.Done;
    }

    private static SwitchesDocument Document(SwitchSnapshot snapshot) => new(
        "linuxthreads/switches/1", snapshot.Pid.Value, null, Rows(snapshot.Threads), Totals(snapshot.Totals), snapshot.Unavailable);

    private static SwitchesDocument Document(SwitchInterval interval) => new(
        "linuxthreads/switches/1", interval.Pid.Value, interval.Interval.Value, Rows(interval.Threads), Totals(interval.Totals), interval.Unavailable);

    private static SwitchRow[] Rows(IEnumerable<ThreadSwitches> threads) =>
    [
        .. threads.Select(thread => new SwitchRow(
            thread.Tid.Value, thread.Comm.Text, thread.Counts?.Switches, thread.Counts?.Voluntary, thread.Counts?.Involuntary,
            thread.Migrations, thread.CpuTime?.Value, thread.RunDelay?.Value, thread.Timeslices)),
    ];

    private static SwitchTotalsRow Totals(SwitchTotals totals) => new(
        totals.Threads, totals.Counts?.Switches, totals.Counts?.Voluntary, totals.Counts?.Involuntary, totals.CpuTime?.Value,
        totals.RunDelay?.Value, totals.Started, totals.Exited, totals.ExitedSwitches?.AtLeast, totals.ExitedSwitches?.AtMost,
        totals.ExitedSource?.ToString().ToLowerInvariant());

    private static void Show(Session session, SwitchesDocument document, bool json)
    {
        if (json)
        {
            JsonOutput.Write(session.Out, document, JsonContext.Default.SwitchesDocument);
            return;
        }

        var totals = document.Totals;
        var since = document.IntervalNs is { } interval ? $"in {Quantity.Time((double)interval)}" : "since each thread's start";
        var changed = totals.Started is null ? "" : $"; {totals.Started} threads started, {totals.Exited} ended";
        var ended = totals.ExitedSwitches is > 0 and var exited ? $"; threads that ended made at least {Quantity.Count(exited)}" : "";
        Paragraph.WriteTo(
            session.Out, session.Terminal,
            $"Process {document.Pid}, {totals.Threads} threads, {since}: {Quantity.Count(totals.Switches)} switches " +
            $"({Quantity.Count(totals.Voluntary)} voluntary, {Quantity.Count(totals.Involuntary)} involuntary), {Quantity.Time(totals.CpuNs)} on a CPU, " +
            $"{Quantity.Time(totals.RunDelayNs)} waiting for one{changed}{ended}.");
        session.Out.WriteLine();
        var table = new TextTable(">tid", "name", ">switches", ">voluntary", ">involunt.", ">migr.", ">cpu", ">waited");
        foreach (var row in document.Threads)
        {
            table.Add(
                row.Tid.ToString(), Printable(row.Comm), Quantity.Count(row.Switches), Quantity.Count(row.Voluntary), Quantity.Count(row.Involuntary),
                Quantity.Count(row.Migrations), Quantity.Time(row.CpuNs), Quantity.Time(row.RunDelayNs));
        }

        table.WriteTo(session.Out, session.Terminal);
        Notes.WriteTo(session, document.Unavailable, []);
    }

    private static string Printable(string? name) => name is null ? Quantity.Unknown : new Procfs.Comm(System.Text.Encoding.UTF8.GetBytes(name)).ToString();

    private static TimeSpan? ParseInterval(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, null, out var seconds)
            && seconds >= 0.001 && seconds <= SwitchPlan.LongestInterval.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        result.AddError($"--interval takes seconds, from 0.001 to {SwitchPlan.LongestInterval.TotalSeconds:0}; '{text}' is not that.");
        return null;
    }

    private static int ParseCount(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, System.Globalization.NumberStyles.None, null, out var count))
        {
            return count;
        }

        result.AddError($"--count takes a whole number, 0 for 'until Ctrl-C'; '{text}' is not one.");
        return 0;
    }
}
