using System.CommandLine;
using System.CommandLine.Parsing;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Conditions;
using LinuxThreads.Load;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>load</c>: what makes a hand-over dearer.</summary>
internal static class LoadCommand
{
    private const string Name = "load";
    private const string All = "all";

    // All sweeps together stay within a minute; one that was named may take its time.
    private static readonly TimeSpan BudgetOfOne = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan QuickWindow = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan QuickBudget = TimeSpan.FromSeconds(3);

    public static Command Build(Session session)
    {
        var sweep = new Option<IReadOnlyList<LoadSweep>>("--sweep")
        {
            HelpName = "S",
            Description = $"What to vary: {Names()}, or all.",
            DefaultValueFactory = _ => Enum.GetValues<LoadSweep>(),
            CustomParser = ParseSweep,
        };
        var most = CommonOptions.WholeNumber("--most-bystanders", "N", "The most sleeping threads of the bystanders sweep, up to 1000000; 10000 when not given.");
        var quick = new Option<bool>("--quick") { Description = "Take a few seconds a sweep; intervals are wider." };
        var json = CommonOptions.Json(Name);
        var command = new Command(Name, "What makes a hand-over dearer: run queue, policy, bystanders, vector registers; and what timer slack makes of a sleep.") { sweep, most, quick, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(sweep)!, Plan(parsed.GetValue(sweep)!, parsed.GetValue(most), parsed.GetValue(quick)), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, IReadOnlyList<LoadSweep> sweeps, LoadPlan plan, bool json)
    {
        var conditions = MachineConditions.Read(ProcRoot.System);
        var results = new List<LoadResult>();
        foreach (var sweep in sweeps)
        {
            var budget = plan.Budget ?? (sweeps.Count == 1 ? BudgetOfOne : Budget(sweep));
            results.Add(LoadMeter.Measure(sweep, plan with { Budget = budget }, step => session.Progress.Report($"measuring {step} …"), session.Stopping));
        }

        session.Progress.Clear();
        if (json)
        {
            var document = new LoadDocument(
                "linuxthreads/load/1", conditions.Refresh(ProcRoot.System), [.. results.Select(LoadRows.Of)], [.. results.SelectMany(result => result.Unavailable)]);
            JsonOutput.Write(session.Out, document, JsonContext.Default.LoadDocument);
        }
        else
        {
            LoadText.WriteTo(session, results);
        }

        return ExitCode.Done;
    }

    private static TimeSpan Budget(LoadSweep sweep) => TimeSpan.FromSeconds(sweep switch
    {
        LoadSweep.RunQueue => 16,
        LoadSweep.TimerSlack => 15,
        LoadSweep.Bystanders => 13,
        _ => 7,
    });

    private static LoadPlan Plan(IReadOnlyList<LoadSweep> sweeps, long? mostBystanders, bool quick)
    {
        var plan = new LoadPlan();
        if (mostBystanders is { } most)
        {
            if (!sweeps.Contains(LoadSweep.Bystanders))
            {
                throw new UsageException("--most-bystanders: the bystanders sweep is not among those asked for.");
            }

            if (most > Loops.LoopPlan.MostBystanders)
            {
                throw new UsageException($"--most-bystanders takes a number up to {Loops.LoopPlan.MostBystanders}; {most} is more.");
            }

            plan = plan with { Bystanders = [.. plan.Bystanders.Where(count => count < most), (int)most] };
        }

        return quick ? plan with { Repetitions = 3, Window = QuickWindow, IdlingWindow = QuickWindow, Budget = QuickBudget } : plan;
    }

    private static string Names() => string.Join(", ", Enum.GetValues<LoadSweep>().Select(sweep => sweep.JsonName()));

    private static LoadSweep[] ParseSweep(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text == All)
        {
            return Enum.GetValues<LoadSweep>();
        }

        LoadSweep[] found = [.. Enum.GetValues<LoadSweep>().Where(sweep => sweep.JsonName() == text)];
        if (found.Length == 0)
        {
            result.AddError($"there is no sweep '{text}'; take one of {Names()}, or all.");
        }

        return found;
    }
}
