using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Creation;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>Q4: what creating a thread takes, and of what.</summary>
internal static class CreationAnswer
{
    private const string Id = "Q4";
    private const string Text = "Why are OS threads considered expensive?";

    public static Question Question { get; } = new(Id, Text, "creation of threads and tasks", Measure);

    private static Answer Measure(Laboratory laboratory)
    {
        if (CreationMeter.WhyUnavailable(CreationKind.PthreadSteps) is { } reason)
        {
            return Answer.NotMeasured(Id, Text, reason);
        }

        CreationResult Of(CreationKind kind) => laboratory.Create(CreationPlan.Default(kind));
        var steps = Of(CreationKind.PthreadSteps);
        var warm = Of(CreationKind.Pthread);
        var cold = laboratory.Create(CreationPlan.Default(CreationKind.Pthread) with { Cache = StackCache.Cold });
        var dotnet = Of(CreationKind.DotnetThread);
        var task = Of(CreationKind.TaskRun);
        (string Name, CreationResult Result)[] rows = [("pthread_warm", warm), ("pthread_cold", cold), ("dotnet_thread", dotnet), ("task_run", task)];
        CreationResult[] all = [steps, warm, cold, dotnet, task];
        return new Answer
        {
            Id = Id,
            Question = Text,
            Sentence = Sentence(steps.Split!, warm, dotnet, task),
            Figures = [.. Split(steps.Split!), .. rows.SelectMany(row => Times(row.Name, row.Result))],
            Evidence = [.. Evidence("pthread_steps", steps), .. rows.SelectMany(row => Evidence(row.Name, row.Result))],
            // The verdict is on the sentence; every row of the table has its own.
            Verdict = VerdictExtensions.Weakest(steps.Verdict, warm.Verdict, dotnet.Verdict, task.Verdict),
            Caveats = [.. all.SelectMany(result => result.Caveats).DistinctBy(caveat => caveat.Sentence)],
            Published =
            [
                new PublishedRow("Bendersky 2018, launching a thread", "5 µs until the call returns, a process 22 µs"),
                new PublishedRow("jimblandy/context-switch, creating", "17 µs a thread, 0.3 µs an async task"),
            ],
            Table =
            [
                ["µs, median and p99", .. CreationText.Header.Skip(1)],
                .. rows.Select(row => CreationText.Row(row.Result)),
            ],
        };
    }

    private static string Sentence(CreationSplit split, CreationResult warm, CreationResult dotnet, CreationResult task)
    {
        string Share(double part) => $"{100 * part / split.PthreadCreateNs:0} %";
        double Returned(CreationResult result) => result.Returned.Distribution.Median.Value;
        return $"Because each is made by the kernel, on memory of its own: pthread_create on a new stack takes {Quantity.Time(split.PthreadCreateNs)} here until it returns, " +
            $"{Share(split.CloneNs)} of it clone, {Share(split.StackMappingNs)} mapping the stack, {Share(split.GuardNs)} its guard, {Share(split.RestNs)} the rest, the first page fault " +
            $"({Quantity.Time(split.FirstTouchNs)}) in it; on a stack that the C library kept, {Quantity.Time(Returned(warm))}. A .NET Thread takes {Quantity.Time(Returned(dotnet))}, " +
            $"Task.Run {Quantity.Time(Returned(task))}, since it creates no thread.";
    }

    private static IEnumerable<FigureRow> Split(CreationSplit split) =>
    [
        new FigureRow("split_pthread_create_ns", split.PthreadCreateNs, "ns"),
        new FigureRow("split_stack_mapping_ns", split.StackMappingNs, "ns"),
        new FigureRow("split_guard_ns", split.GuardNs, "ns"),
        new FigureRow("split_clone_ns", split.CloneNs, "ns"),
        new FigureRow("split_rest_ns", split.RestNs, "ns", split.RestInterval?.Low, split.RestInterval?.High),
        new FigureRow("split_first_touch_ns", split.FirstTouchNs, "ns"),
    ];

    private static IEnumerable<FigureRow> Times(string name, CreationResult result) =>
    [
        Time($"{name}_returned_ns", result.Returned),
        Time($"{name}_first_instruction_ns", result.FirstInstruction),
        Time($"{name}_joined_ns", result.Joined),
    ];

    private static FigureRow Time(string name, CreationTime time) => new(
        name, time.Distribution.Median.Value, "ns", time.Interval?.Low, time.Interval?.High);

    private static IEnumerable<FigureRow> Evidence(string name, CreationResult result) =>
    [
        new FigureRow($"{name}_creations", result.Creations, "creations"),
        new FigureRow($"{name}_nominal_creations", result.NominalCreations, "tasks"),
        new FigureRow($"{name}_counted_creations", result.CountedCreations, "tasks"),
        new FigureRow($"{name}_counted_switches", result.Evidence.CountedSwitches, "switches"),
        new FigureRow($"{name}_minor_faults", result.MinorFaults, "faults"),
    ];
}
