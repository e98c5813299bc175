using System.CommandLine;
using System.CommandLine.Parsing;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Conditions;
using LinuxThreads.Ladder;
using LinuxThreads.Procfs;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>ladder</c>: what a function call, a system call and a hand-over cost, each beside the one below it.</summary>
internal static class LadderCommand
{
    private const string Name = "ladder";
    private const int MostRounds = 1_000;

    // Nine quiet rounds take half of it; the rest is for rungs that something disturbed.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(24);

    public static Command Build(Session session)
    {
        var rounds = new Option<int?>("--rounds")
        {
            HelpName = "N",
            Description = $"Rounds, each a fresh process that runs every rung; 9 when not given, and then no longer than {Budget.TotalSeconds:0} seconds. 95 % takes 6.",
            CustomParser = ParseRounds,
        };
        var json = CommonOptions.Json(Name);
        var command = new Command(Name, "What a function call, a system call, asking the scheduler, a switch and a wake-up cost, each less the one below it.") { rounds, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(rounds), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, int? rounds, bool json)
    {
        var conditions = MachineConditions.Read(ProcRoot.System);
        var plan = rounds is { } wanted ? new LadderPlan { Repetitions = wanted } : new LadderPlan { Budget = Budget };
        session.Progress.Report("trying each rung …");
        var result = LadderMeter.Measure(plan, round => session.Progress.Report($"round {round} of {plan.Repetitions} …"), session.Stopping);
        session.Progress.Clear();
        if (json)
        {
            var document = new LadderDocument(
                "linuxthreads/ladder/1", conditions, LadderRows.Of(result.Plan), [.. result.Steps.Select(LadderRows.Of)], result.Unavailable);
            JsonOutput.Write(session.Out, document, JsonContext.Default.LadderDocument);
        }
        else
        {
            LadderText.WriteTo(session, result, conditions);
        }

        return ExitCode.Done;
    }

    private static int? ParseRounds(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, System.Globalization.NumberStyles.None, null, out var count) && count is > 0 and <= MostRounds)
        {
            return count;
        }

        result.AddError($"--rounds takes a whole number from 1 to {MostRounds}; '{text}' is not one.");
        return null;
    }
}
