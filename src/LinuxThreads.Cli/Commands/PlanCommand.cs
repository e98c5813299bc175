using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Cli.Planning;
using LinuxThreads.Footprint;
using LinuxThreads.Headroom;
using LinuxThreads.PingPong;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>plan</c>: what so many threads will cost here.</summary>
internal static class PlanCommand
{
    private const string Name = "plan";

    private static readonly (string Label, Func<FootprintResult, LinearFit?> Column)[] Columns =
    [
        ("address space", result => result.AddressSpace),
        ("user memory", result => result.UserRss),
        ("  of it stack", result => result.StackRss),
        ("page tables", result => result.PageTables),
        ("kernel stack", result => result.KernelStack),
        ("kernel slab", result => result.Slab),
        ("memory in all", result => result.Total),
    ];

    public static Command Build(Session session)
    {
        var threads = CommonOptions.WholeNumber("--threads", "N", "How many threads, parked most of the time.");
        threads.Required = true;
        var work = new Option<Nanoseconds>("--work")
        {
            HelpName = "T",
            Required = true,
            Description = "The work between two hand-overs: a number with ns, us, ms or s.",
            CustomParser = ParseWork,
        };
        var touch = CommonOptions.ByteCount("--touch", "B", "How much of its stack each one uses, in bytes (suffixes K, M, G).", least: 0);
        var kind = new Option<FootprintKind>("--kind")
        {
            HelpName = "K",
            Description = "native (pthread), dotnet (dotnet-thread) or task (async-method).",
            DefaultValueFactory = _ => FootprintKind.DotnetThread,
            CustomParser = ParseKind,
        };
        var json = CommonOptions.Json(Name);
        var command = new Command(Name, "What so many threads, or tasks, will cost here: memory, switching, and the limit that binds.") { threads, work, touch, kind, json };
        command.SetAction(parsed => Run(
            session,
            new PlanRequest(parsed.GetValue(kind), parsed.GetValue(threads)!.Value, parsed.GetValue(work), parsed.GetValue(touch) ?? ByteSize.Zero),
            parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, PlanRequest request, bool json)
    {
        if (request.Kind == FootprintKind.AsyncMethod && request.Touch != ByteSize.Zero)
        {
            throw new UsageException("--touch: a parked task has no stack. Leave it out, or plan for native or dotnet threads.");
        }

        var plan = ThreadPlan.Measure(request, session.Progress, session.Stopping);
        if (json)
        {
            JsonOutput.Write(session.Out, Document(plan), JsonContext.Default.PlanDocument);
        }
        else
        {
            Print(session, plan);
        }

        return plan.InTheWay.Count > 0 ? ExitCode.Refuted : ExitCode.Done;
    }

    private static void Print(Session session, ThreadPlan plan)
    {
        Paragraph.WriteTo(session.Out, session.Terminal, plan.Advice);
        session.Out.WriteLine();
        var table = new TextTable(plan.Request.Kind.JsonName(), ">one more", $">{Quantity.Count(plan.Request.Threads)}");
        foreach (var (label, column) in Columns)
        {
            var slope = column(plan.Memory)?.Slope;
            table.Add(label, Quantity.Bytes(slope), Quantity.Bytes(slope * plan.Request.Threads));
        }

        table.WriteTo(session.Out, session.Terminal);
        session.Out.WriteLine($"measured just now; the ledger is {plan.Memory.Verdict.JsonName()}, the hand-over {plan.HandOver?.Verdict.JsonName() ?? "not measured"}.");
        Notes.WriteTo(session, plan.Limits.Cost.Unavailable, plan.Memory.Caveats.Select(caveat => ("memory", caveat.Sentence)));
    }

    private static PlanDocument Document(ThreadPlan plan) => new(
        "linuxthreads/plan/1",
        plan.Request.Kind.JsonName(),
        plan.Request.Threads,
        plan.Request.Work.Value,
        plan.Request.Touch.Bytes,
        FootprintRows.PerThread(plan.Memory),
        FootprintRows.PerThread(plan.Memory, plan.Request.Threads),
        new PlanSwitchingRow(
            plan.HandOver?.Plan.Mechanism is { } mechanism ? mechanism.JsonName() : "none",
            plan.HandOverNs, plan.CrossCpuNs, plan.Share(plan.HandOverNs), plan.Share(plan.CrossCpuNs), plan.BearableWorkNs,
            (plan.HandOver?.Verdict ?? Verdict.Unverified).JsonName()),
        plan.Limits.Binding is { } binding ? new BindingRow(binding.Name.JsonName(), binding.Scope, binding.ThreadsUntilHit) : null,
        [.. plan.InTheWay.Select(LimitRows.Of)],
        LimitRows.Of(plan.Budget),
        plan.Advice,
        plan.Memory.Verdict.JsonName(),
        PingPongRows.Of(plan.Memory.Caveats),
        [.. plan.Limits.Cost.Unavailable, .. plan.Budget.Unavailable]);

    private static Nanoseconds ParseWork(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        (string Suffix, double Ns)[] units = [("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)];
        foreach (var (suffix, ns) in units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(text[..^suffix.Length], NumberStyles.AllowDecimalPoint, null, out var number)
                && number * ns is >= 1 and <= 1e15)
            {
                return new Nanoseconds((long)(number * ns));
            }
        }

        result.AddError($"--work takes a time with its unit, for instance 50us or 2ms; '{text}' is not one.");
        return default;
    }

    private static FootprintKind ParseKind(ArgumentResult result)
    {
        switch (result.Tokens[0].Value)
        {
            case "native" or "pthread":
                return FootprintKind.Pthread;
            case "dotnet" or "dotnet-thread":
                return FootprintKind.DotnetThread;
            case "task" or "async-method":
                return FootprintKind.AsyncMethod;
            default:
                result.AddError($"there is no kind '{result.Tokens[0].Value}'; take native, dotnet or task.");
                return default;
        }
    }
}
