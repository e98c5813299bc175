using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Cli.Report;
using LinuxThreads.Conditions;
using LinuxThreads.Footprint;
using LinuxThreads.Procfs;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>footprint</c>: what one more parked thread, or whatever is parked instead of one, takes of memory.</summary>
internal static class FootprintCommand
{
    private const string Name = "footprint";
    private const string All = "all";
    private const int MostAttempts = 3;

    private static readonly ByteSize[] PthreadStacks = [ByteSize.FromKibibytes(8192), ByteSize.FromKibibytes(256), ByteSize.FromKibibytes(64)];

    public static Command Build(Session session)
    {
        var kind = new Option<FootprintKind?>("--kind")
        {
            HelpName = "K",
            Description = $"What to park: {Kinds()}; all when not given.",
            CustomParser = ParseKind,
        };
        var threads = new Option<IReadOnlyList<int>?>("--threads")
        {
            HelpName = "A,B,C,D",
            Description = "At which numbers of them memory is read: at least four, ascending. The more, the better the ledger closes.",
            CustomParser = ParseCounts,
        };
        var stack = CommonOptions.ByteCount("--stack-size", "B", "The stack of each in bytes (suffixes K, M, G); 8M, 256K and 64K for pthread when not given.", least: 1);
        var touch = CommonOptions.ByteCount("--touch", "B", "How much of its stack each writes to before it parks (suffixes K, M, G).", least: 0);
        var quick = new Option<bool>("--quick") { Description = "Park fewer: the ledger may miss its closure by some per cent." };
        var json = CommonOptions.Json(Name);
        var command = new Command(Name, "What one more parked thread, async method, work item or user-level stack takes of memory, by a ledger that must close.")
        {
            kind, threads, stack, touch, quick, json,
        };
        command.SetAction(parsed => Run(
            session, Plans(parsed.GetValue(kind), parsed.GetValue(threads), parsed.GetValue(stack), parsed.GetValue(touch), parsed.GetValue(quick)),
            parsed.GetValue(kind) is not null, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, List<FootprintPlan> plans, bool named, bool json)
    {
        var conditions = MachineConditions.Read(ProcRoot.System);
        var results = new List<FootprintResult>();
        for (var i = 0; i < plans.Count; i++)
        {
            var plan = plans[i];
            session.Progress.Report($"measuring {plan.Kind.JsonName()}{(plan.StackSize is { } size ? $", stack {Quantity.Bytes(size)}" : "")} ({i + 1} of {plans.Count}) …");
            if (FootprintMeter.WhyUnavailable(plan.Kind) is { } reason)
            {
                if (named)
                {
                    throw new MeasurementAbortedException($"measuring {plan.Kind.JsonName()}", reason);
                }

                session.Progress.Clear();
                session.Error.WriteLine($"note: {plan.Kind.JsonName()} left out: {reason}");
                continue;
            }

            results.Add(FootprintMeter.Measure(plan with { MostAttempts = MostAttempts }, session.Stopping));
        }

        session.Progress.Clear();
        if (json)
        {
            JsonOutput.Write(session.Out, FootprintRows.Document(conditions.Refresh(ProcRoot.System), results), JsonContext.Default.FootprintDocument);
        }
        else
        {
            LedgerTable.WriteTo(session, results);
        }

        return ExitCode.Done;
    }

    private static List<FootprintPlan> Plans(FootprintKind? named, IReadOnlyList<int>? counts, ByteSize? stack, ByteSize? touch, bool quick)
    {
        if (quick && counts is not null)
        {
            throw new UsageException("--quick chooses the numbers that --threads names: give one of them.");
        }

        if (named is { } stackless && !stackless.HasStack() && (stack is not null || touch is not null))
        {
            throw new UsageException($"--stack-size and --touch: a parked {stackless.JsonName()} has no stack. Leave them out.");
        }

        var plans = new List<FootprintPlan>();
        foreach (var kind in named is { } one ? [one] : Enum.GetValues<FootprintKind>())
        {
            var plan = Ledgers.Plan(kind, quick);
            plan = counts is null ? plan : plan with { ThreadCounts = counts };
            plan = kind.HasStack() && touch is { } bytes ? plan with { TouchBytes = bytes } : plan;
            ByteSize?[] stacks = !kind.HasStack() ? [null]
                : stack is not null ? [stack]
                : kind == FootprintKind.Pthread ? [.. PthreadStacks]
                : [null];
            plans.AddRange(stacks.Select(size => plan with { StackSize = size }));
        }

        return plans.Find(plan => plan.StackSize <= plan.TouchBytes) is { } full
            ? throw new UsageException($"--touch: a stack of {full.StackSize} has no {full.TouchBytes} to touch.")
            : plans;
    }

    private static string Kinds() => string.Join(", ", Enum.GetValues<FootprintKind>().Select(kind => kind.JsonName()));

    private static FootprintKind? ParseKind(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        foreach (var kind in Enum.GetValues<FootprintKind>())
        {
            if (kind.JsonName() == text)
            {
                return kind;
            }
        }

        if (text != All)
        {
            result.AddError($"there is no kind '{text}'; take one of {Kinds()}, or all.");
        }

        return null;
    }

    private static List<int>? ParseCounts(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var counts = new List<int>();
        foreach (var word in text.Split(','))
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count <= (counts.Count == 0 ? 0 : counts[^1]))
            {
                break;
            }

            counts.Add(count);
        }

        if (counts.Count == text.Split(',').Length && counts.Count >= 4)
        {
            return counts;
        }

        result.AddError($"--threads takes at least four ascending numbers with commas between, for instance 1000,2000,3000,4000; '{text}' is none such.");
        return null;
    }
}
