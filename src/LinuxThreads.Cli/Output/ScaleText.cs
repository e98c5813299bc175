using LinuxThreads.Scale;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Output;

/// <summary>A run with many threads as a person reads it.</summary>
internal static class ScaleText
{
    public static void WriteTo(Session session, ScaleResult result)
    {
        Paragraph.WriteTo(session.Out, session.Terminal, Headline(result));
        if (result.ThreadsCreated > 0)
        {
            session.Out.WriteLine();
            WriteTimes(session, result);
        }

        if (result.Ledger is { } ledger)
        {
            session.Out.WriteLine();
            WriteLedger(session, ledger);
        }

        if (result.HandOvers.Count > 0)
        {
            session.Out.WriteLine();
            WriteEvidence(session, result);
        }

        session.Out.WriteLine();
        Paragraph.WriteTo(session.Out, session.Terminal, Farewell(result));
        Notes.WriteTo(session, result.Unavailable, Caveats(result));
    }

    private static string Headline(ScaleResult result)
    {
        var created = Quantity.Count(result.ThreadsCreated);
        var stacks = result.Plan.Carved ? $"{Quantity.Bytes(result.Plan.EffectiveStackSize)} of stack each, carved from one area"
            : result.Plan.StackSize is { } size ? $"{Quantity.Bytes(size)} of stack each"
            : "default stacks";
        var end = result.EndedBy switch
        {
            ScaleEnd.Done => $"{created} threads were alive together ({stacks}).",
            ScaleEnd.Predicted => $"{Quantity.Count(result.Plan.Threads)} threads won't fit; {(result.ThreadsCreated == 0 ? "none was created" : $"{created} were created to see")}.",
            ScaleEnd.Refused => $"{created} of {Quantity.Count(result.Plan.Threads)} threads were alive together ({stacks}); the next one was refused with {result.Errno}.",
            ScaleEnd.Floor => $"{created} of {Quantity.Count(result.Plan.Threads)} threads were alive together ({stacks}); then the memory floor was reached.",
            ScaleEnd.Stopped => $"Stopped with {created} of {Quantity.Count(result.Plan.Threads)} threads alive together ({stacks}).",
            _ => $"{created} of {Quantity.Count(result.Plan.Threads)} threads were alive together ({stacks}); then their process ended.",
        };
        return result.Why is { } why ? $"{end} {why}" : end;
    }

    private static void WriteTimes(Session session, ScaleResult result)
    {
        var table = new TextTable("what", ">a thread", ">all", "by");
        table.Add("create", Quantity.Time(result.CreateNsPerThread), Quantity.Time(result.Creating), "one thread, in a loop");
        foreach (var row in result.HandOvers)
        {
            table.Add(
                $"hand over, {row.Order.JsonName()} order",
                Quantity.Time(row.Ns.Median),
                Quantity.Time(row.Ns.Median * result.ThreadsCreated),
                $"{row.SamplesNs.Count} laps, {row.Verdict.JsonName()}");
        }

        if (result.Joining is { } joining)
        {
            table.Add("wake and join", Quantity.Time(joining.Value / (double)result.ThreadsCreated), Quantity.Time(joining), "one thread, in a loop");
        }

        table.Add("end the process", "", Quantity.Time(result.Ending), result.Joining is null ? "kill, its threads with it" : "kill");
        table.WriteTo(session.Out, session.Terminal);
    }

    private static void WriteLedger(Session session, ScaleLedger ledger)
    {
        var table = new TextTable("memory", ">a thread", $">{Quantity.Count(ledger.Threads)}");
        void Add(string name, double? each) => table.Add(name, Quantity.Bytes(each), Quantity.Bytes(each * ledger.Threads));
        Add("user memory", ledger.UserRssBytes);
        Add("page tables", ledger.PageTableBytes);
        Add("kernel stack", ledger.KernelStackBytes);
        Add("kernel slab", ledger.KernelSlabBytes);
        Add("memory in all", ledger.TotalBytes);
        Add("address space", ledger.AddressSpaceBytes);
        table.Add("mappings", Quantity.Ratio(ledger.Vmas), Quantity.Count(ledger.After.Vmas - ledger.Before.Vmas));
        table.Add("÷ fall of free memory", Quantity.Ratio(ledger.Closure?.Ratio), ledger.Verdict.JsonName());
        table.WriteTo(session.Out, session.Terminal);
    }

    private static void WriteEvidence(Session session, ScaleResult result)
    {
        foreach (var row in result.HandOvers)
        {
            Paragraph.WriteTo(
                session.Out, session.Terminal,
                $"{row.Order.JsonName()} order: {Quantity.Count(row.Evidence.NominalSwitches)} hand-overs, {Quantity.Count(row.Evidence.Voluntary)} voluntary switches counted, " +
                $"{Quantity.Count(row.Evidence.Involuntary)} involuntary ones on top; {Quantity.Time(row.Evidence.CpuTime)} of CPU time in {Quantity.Time(row.Evidence.WallTime)} on CPU {result.Cpu}.");
        }

        var hash = result.FutexHashBuckets switch
        {
            null => "How many buckets the futex hash has is not known.",
            0 => "The process uses the kernel's global futex hash.",
            { } buckets => $"The sleepers share {buckets} buckets of the process's own futex hash, {Quantity.Count(result.ThreadsCreated / buckets)} each.",
        };
        Paragraph.WriteTo(session.Out, session.Terminal, hash);
    }

    private static string Farewell(ScaleResult result)
    {
        var settings = string.Concat(result.Sysctls.Select(change => $"{change}. "));
        return result.LeftBehind.Count == 0
            ? $"{settings}Nothing is left: no thread, no process. All told {Quantity.Time(result.Took)}."
            : $"{settings}Left behind: {string.Join(" ", result.LeftBehind)}";
    }

    private static IEnumerable<(string Subject, string Reason)> Caveats(ScaleResult result) =>
    [
        .. Subjects("memory", result.Ledger?.Caveats),
        .. result.HandOvers.SelectMany(row => Subjects($"{row.Order.JsonName()} order", row.Caveats)),
        .. Subjects("scale", result.Caveats),
    ];

    private static IEnumerable<(string Subject, string Reason)> Subjects(string subject, IReadOnlyList<Caveat>? caveats) =>
        (caveats ?? []).Select(caveat => (subject, caveat.Sentence));
}
