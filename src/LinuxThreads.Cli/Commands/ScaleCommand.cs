using System.CommandLine;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Conditions;
using LinuxThreads.Procfs;
using LinuxThreads.Scale;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>scale</c>: a large number of threads alive together.</summary>
internal static class ScaleCommand
{
    private const string Name = "scale";

    public static Command Build(Session session)
    {
        var threads = CommonOptions.WholeNumber("--threads", "N", "How many threads to have alive together, 2 to 4000000.");
        threads.Required = true;
        var stack = CommonOptions.ByteCount("--stack-size", "B", "The stack of each thread in bytes (suffixes K, M, G); the C library's default when not given, 16K with --carved.", least: 1);
        var carved = new Option<bool>("--carved") { Description = "Carve all stacks from one area, without guards: one mapping instead of two for each thread." };
        var raise = new Option<bool>("--raise-limits") { Description = "As root: raise kernel.pid_max, kernel.threads-max and vm.max_map_count where they are in the way, and put them back." };
        var floor = CommonOptions.ByteCount("--floor", "B", "Stop when less memory than this is available (512M, or 5 % of all if that is more).", least: 0);
        var laps = new Option<int?>("--laps")
        {
            HelpName = "N",
            Description = "Laps of the token in each order; 0 hands nothing over. When not given, as many as make half a million hand-overs.",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (int.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) && number <= 1_000_000)
                {
                    return number;
                }

                result.AddError($"--laps takes a whole number from 0 to 1000000; '{text}' is not one.");
                return null;
            },
        };
        var json = CommonOptions.Json(Name);
        var command = new Command(Name, "Has so many native threads alive together: creation, memory, a hand-over among them, their end.") { threads, stack, carved, raise, floor, laps, json };
        command.SetAction(parsed => Run(
            session,
            Plan(parsed.GetValue(threads)!.Value) with
            {
                StackSize = parsed.GetValue(stack),
                Carved = parsed.GetValue(carved),
                RaiseLimits = parsed.GetValue(raise),
                MemoryFloor = parsed.GetValue(floor),
                Laps = parsed.GetValue(laps),
            },
            parsed.GetValue(json)));
        return command;
    }

    private static ScalePlan Plan(long threads) => threads is >= 2 and <= 4_000_000
        ? new ScalePlan { Threads = (int)threads }
        : throw new UsageException($"--threads takes a number from 2 to 4000000; '{threads}' is not one.");

    private static int Run(Session session, ScalePlan plan, bool json)
    {
        var conditions = MachineConditions.Read(ProcRoot.System);
        var result = ScaleMeter.Measure(plan, new ScaleProgressLine(session), session.Stopping);
        session.Progress.Clear();
        if (json)
        {
            JsonOutput.Write(session.Out, ScaleRows.Document(conditions, result), JsonContext.Default.ScaleDocument);
        }
        else
        {
            ScaleText.WriteTo(session, result);
        }

        if (result.EndedBy == ScaleEnd.Stopped)
        {
            session.Error.WriteLine("linuxthreads: stopped; nothing is left running.");
        }

        return result.EndedBy switch
        {
            ScaleEnd.Done => result.Verdict == Verdict.WrongCount ? ExitCode.Refuted : ExitCode.Done,
            ScaleEnd.Stopped => ExitCode.Interrupted,
            _ => ExitCode.Refused,
        };
    }
}
