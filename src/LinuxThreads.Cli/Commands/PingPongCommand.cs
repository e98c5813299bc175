using System.CommandLine;
using System.CommandLine.Parsing;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Laboratories;
using LinuxThreads.Cli.Output;
using LinuxThreads.Conditions;
using LinuxThreads.Loops;
using LinuxThreads.PingPong;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>pingpong</c>: what a hand-over costs, by mechanism and placement.</summary>
internal static class PingPongCommand
{
    private const string Name = "pingpong";
    private const string All = "all";

    public static Command Build(Session session)
    {
        var mechanism = new Option<IReadOnlyList<Mechanism>>("--mechanism")
        {
            HelpName = "M",
            Description = $"How to hand over: {Names()}, or all.",
            DefaultValueFactory = _ => [Mechanism.Futex],
            CustomParser = ParseMechanism,
        };
        var placement = new Option<IReadOnlyList<Placement>>("--placement")
        {
            HelpName = "P",
            Description = $"Where the two sides run: {string.Join(", ", Placement.Relations)}, cpus:A,B, or all.",
            DefaultValueFactory = _ => [Placement.SameCpu],
            CustomParser = ParsePlacement,
        };
        var matrix = new Option<bool>("--matrix") { Description = "Instead of --placement: every pair of CPUs, or of representatives where there are more than 8." };
        var policy = new Option<SchedulingPolicy?>("--policy")
        {
            HelpName = "P",
            Description = $"The scheduling policy of native threads: {Policies()}; fifo and rr need CAP_SYS_NICE or RLIMIT_RTPRIO.",
            CustomParser = ParsePolicy,
        };
        var processes = new Option<bool>("--processes") { Description = "The second side in a process of its own." };
        var awake = new Option<bool>("--awake") { Description = "Keep the CPUs from going idle: a thread under SCHED_IDLE spins on each." };
        var roundTrips = CommonOptions.WholeNumber(
            "--round-trips", "N", "Timed round trips of each measurement; when not given, as many as judging them takes.");
        var json = CommonOptions.Json(Name);
        var command = new Command(Name, "What a hand-over to another thread and back costs, with the switches that the kernel counted.")
        {
            mechanism, placement, matrix, policy, processes, awake, roundTrips, json,
        };
        command.SetAction(parsed => Run(
            session,
            new HandOverRequest
            {
                Mechanisms = parsed.GetValue(mechanism)!,
                Placements = parsed.GetValue(matrix) ? PlacementMatrix.Pairs() : parsed.GetValue(placement)!,
                IsMatrix = parsed.GetValue(matrix),
                Policy = parsed.GetValue(policy),
                Processes = parsed.GetValue(processes),
                Awake = parsed.GetValue(awake),
                RoundTrips = parsed.GetValue(roundTrips),
            },
            parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, HandOverRequest request, bool json)
    {
        var conditions = MachineConditions.Read(ProcRoot.System);
        var rows = HandOverRows.Measure(request, session);
        session.Progress.Clear();
        if (json)
        {
            var document = new PingPongDocument(
                "linuxthreads/pingpong/1", conditions.Refresh(ProcRoot.System),
                [.. rows.Results.Select(result => PingPongRows.Of(result, rows.BaselineOf(result)))],
                [.. rows.Missing.Select(static missing => missing.ToUnavailable())]);
            JsonOutput.Write(session.Out, document, JsonContext.Default.PingPongDocument);
        }
        else
        {
            HandOverText.WriteTo(session, request, rows);
        }

        return request.IsNamed && rows.Results[0].Verdict == Verdict.WrongCount ? ExitCode.Refuted : ExitCode.Done;
    }

    private static string Names() => string.Join(", ", Enum.GetValues<Mechanism>().Select(mechanism => mechanism.JsonName()));

    private static string Policies() => string.Join(", ", Enum.GetValues<SchedulingPolicy>().Select(policy => policy.JsonName()));

    private static IReadOnlyList<Mechanism> ParseMechanism(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text == All)
        {
            return MechanismExtensions.General;
        }

        Mechanism[] found = [.. Enum.GetValues<Mechanism>().Where(mechanism => mechanism.JsonName() == text)];
        if (found.Length == 0)
        {
            result.AddError($"there is no mechanism '{text}'; take one of {Names()}, or all.");
        }

        return found;
    }

    private static IReadOnlyList<Placement> ParsePlacement(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text == All)
        {
            return Placement.Relations;
        }

        if (Placement.TryParse(text, out var placement))
        {
            return [placement];
        }

        result.AddError($"there is no placement '{text}'; take one of {string.Join(", ", Placement.Relations)}, cpus:A,B with two CPU numbers, or all.");
        return [];
    }

    private static SchedulingPolicy? ParsePolicy(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        foreach (var policy in Enum.GetValues<SchedulingPolicy>())
        {
            if (policy.JsonName() == text)
            {
                return policy;
            }
        }

        result.AddError($"there is no policy '{text}'; take one of {Policies()}.");
        return null;
    }
}
