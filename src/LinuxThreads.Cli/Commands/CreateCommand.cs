using System.CommandLine;
using System.CommandLine.Parsing;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Conditions;
using LinuxThreads.Creation;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>create</c>: what creating a thread, or a task, takes, and where the time goes.</summary>
internal static class CreateCommand
{
    private const string Name = "create";
    private const string All = "all";

    // CPUs that idle are judged by ticks of 10 ms: nine repetitions take a longer window than on a CPU kept busy.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1.2);
    private static readonly TimeSpan IdlingWindow = TimeSpan.FromSeconds(2.4);
    private static readonly TimeSpan QuickWindow = TimeSpan.FromSeconds(0.35);

    // What a thread pool of one's own, a runtime's own threads and everybody else ask for.
    private static readonly ByteSize?[] StacksToSplit = [ByteSize.FromKibibytes(64), ByteSize.FromKibibytes(256), null];

    public static Command Build(Session session)
    {
        var kind = new Option<CreationKind?>("--kind")
        {
            HelpName = "K",
            Description = $"What to create: {Kinds()}, or all, the default.",
            CustomParser = ParseKind,
        };
        var stack = CommonOptions.ByteCount("--stack-size", "B", "The stack of each thread, with K, M or G for powers of 1,024; the C library's default when not given, and for the steps also 64K and 256K.", 16_384);
        var creators = new Option<int>("--creators")
        {
            HelpName = "N",
            Description = "Threads (or tasks) that create at once, free to move; 1 when not given.",
            DefaultValueFactory = _ => 1,
            CustomParser = ParseCreators,
        };
        var cache = new Option<StackCache?>("--cache")
        {
            HelpName = "C",
            Description = "Stacks of native threads: warm, kept by the C library, or cold, mapped anew for each; both when not given.",
            CustomParser = ParseCache,
        };
        var count = CommonOptions.WholeNumber("--count", "N", "Timed creations of each row; when not given, as many as judging them takes.");
        var quick = new Option<bool>("--quick") { Description = "Take a few seconds; intervals are wider." };
        var json = CommonOptions.Json(Name);
        var command = new Command(Name, "What creating a thread or a task takes: until the call returns, until it runs, until it is gone.") { kind, stack, creators, cache, count, quick, json };
        command.SetAction(parsed => Run(
            session,
            Plans(parsed.GetValue(kind), parsed.GetValue(stack), parsed.GetValue(creators), parsed.GetValue(cache)),
            parsed.GetValue(kind) is not null, parsed.GetValue(count), parsed.GetValue(quick), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, IReadOnlyList<CreationPlan> plans, bool named, long? count, bool quick, bool json)
    {
        var conditions = MachineConditions.Read(ProcRoot.System);
        var results = new List<CreationResult>();
        foreach (var plan in plans)
        {
            if (!named && CreationMeter.WhyUnavailable(plan.Kind) is { } reason)
            {
                session.Progress.Clear();
                session.Error.WriteLine($"note: {plan.Kind.JsonName()} left out: {reason}");
                continue;
            }

            session.Progress.Report($"creating {plan.Kind.JsonName()}{(plan.Cache is { } cache ? $", {cache.JsonName()}" : "")}{(plan.Unpinned ? ", unpinned" : "")} …");
            results.Add(CreationMeter.Measure(Sized(plan, count, quick, session.Stopping), session.Stopping));
        }

        session.Progress.Clear();
        if (json)
        {
            var document = new CreateDocument("linuxthreads/create/1", conditions, [.. results.Select(CreateRows.Of)]);
            JsonOutput.Write(session.Out, document, JsonContext.Default.CreateDocument);
        }
        else
        {
            CreationText.WriteTo(session, results);
        }

        return named && results.Any(result => result.Verdict == Verdict.WrongCount) ? ExitCode.Refuted : ExitCode.Done;
    }

    /// <summary>A row for each combination that the options leave open.</summary>
    private static IReadOnlyList<CreationPlan> Plans(CreationKind? kind, ByteSize? stack, int creators, StackCache? cache)
    {
        if (kind is { } only && cache is { } wanted && CreationPlan.Default(only).Cache != wanted && only != CreationKind.Pthread)
        {
            throw new UsageException($"--cache {wanted.JsonName()}: {only.JsonName()} has no choice of stacks; only pthread has.");
        }

        if (kind == CreationKind.PthreadSteps && creators > 1)
        {
            throw new UsageException("--creators: the steps of pthread-steps are taken by one creator.");
        }

        if (stack is not null && kind is { } task && !task.CreatesThreads())
        {
            throw new UsageException($"--stack-size: {task.JsonName()} runs on the pool's threads, whose stacks it does not choose.");
        }

        return
        [
            .. from each in kind is { } one ? [one] : Enum.GetValues<CreationKind>()
               where each != CreationKind.PthreadSteps || creators == 1
               from unpinned in Placements(each, creators)
               from kept in each == CreationKind.Pthread ? Caches(cache) : [CreationPlan.Default(each).Cache]
               from size in each == CreationKind.PthreadSteps && stack is null ? StacksToSplit : [each.CreatesThreads() ? stack : null]
               select CreationPlan.Default(each) with
               {
                   StackSize = size,
                   Creators = creators,
                   Cache = kept,
                   Unpinned = unpinned,
               },
        ];
    }

    // Creators on one CPU would only wait for each other. The steps are those of one CPU.
    private static bool[] Placements(CreationKind kind, int creators) =>
        creators > 1 ? [true] : kind == CreationKind.PthreadSteps ? [false] : [false, true];

    private static StackCache?[] Caches(StackCache? cache) => cache is { } one ? [one] : [StackCache.Warm, StackCache.Cold];

    private static CreationPlan Sized(CreationPlan plan, long? count, bool quick, CancellationToken stopping) => count is { } wanted
        ? plan with { Count = (int)Math.Clamp(Math.Ceiling(wanted / (double)plan.Repetitions / plan.Creators), 1, 1_000_000 / plan.Creators) }
        : CreationMeter.Size(plan, quick ? QuickWindow : plan.Unpinned ? IdlingWindow : Window, stopping);

    private static string Kinds() => string.Join(", ", Enum.GetValues<CreationKind>().Select(kind => kind.JsonName()));

    private static CreationKind? ParseKind(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text == All)
        {
            return null;
        }

        foreach (var kind in Enum.GetValues<CreationKind>())
        {
            if (kind.JsonName() == text)
            {
                return kind;
            }
        }

        result.AddError($"there is no kind of creation '{text}'; take one of {Kinds()}, or all.");
        return null;
    }

    private static StackCache? ParseCache(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        foreach (var cache in Enum.GetValues<StackCache>())
        {
            if (cache.JsonName() == text)
            {
                return cache;
            }
        }

        result.AddError($"--cache takes warm or cold; '{text}' is neither.");
        return null;
    }

    private static int ParseCreators(ArgumentResult result)
    {
        const int Most = 1_024;
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, System.Globalization.NumberStyles.None, null, out var creators) && creators is > 0 and <= Most)
        {
            return creators;
        }

        result.AddError($"--creators takes a whole number from 1 to {Most}; '{text}' is not one.");
        return 1;
    }
}
