using LinuxThreads.Headroom;
using LinuxThreads.Limits;

namespace LinuxThreads.Cli.Output;

/// <summary>The limits as a person reads them: the one that is hit first, then all.</summary>
internal static class LimitsText
{
    private const int LongestPath = 16;

    public static void WriteTo(
        Session session, LimitInspection inspection, ProveResult? proof, long? need, IReadOnlyList<LimitCheck> inTheWay, CpuBudget budget)
    {
        Paragraph.WriteTo(session.Out, session.Terminal, Headline(inspection));
        session.Out.WriteLine();
        var table = new TextTable("which", ">limit", ">in use", ">a thread", ">left", "then");
        foreach (var check in inspection.Checks)
        {
            table.Add(
                Which(check), Limit(check), Amount(check.Unit, check.Current), Amount(check.Unit, check.PerThread), Left(check),
                check.Errno?.Name ?? (check.ThreadsUntilHit is null ? Quantity.Unknown : "OOM kill"));
        }

        table.WriteTo(session.Out, session.Terminal);
        Paragraph.WriteTo(
            session.Out, session.Terminal, "left: threads that can still start before this limit is hit, off where the kernel does not apply it here; then: what the next one gets.");
        session.Out.WriteLine();
        Paragraph.WriteTo(session.Out, session.Terminal, budget.Sentence);
        if (proof is not null)
        {
            session.Out.WriteLine();
            Paragraph.WriteTo(session.Out, session.Terminal, Proof(proof));
        }

        if (need is { } threads)
        {
            session.Out.WriteLine();
            WriteNeed(session, threads, inTheWay);
        }

        Notes.WriteTo(session, inspection.Cost.Unavailable, inspection.Checks
            .Where(check => check.Why is not null)
            .Select(check => ($"{check.Name.JsonName()} of {check.Scope}", check.Why!)));
    }

    /// <summary>The name; for a cgroup also the end of its path, since every ancestor has a row of its own.</summary>
    private static string Which(LimitCheck check)
    {
        const string Prefix = "cgroup ";
        if (!check.Scope.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return check.Name.JsonName();
        }

        var path = check.Scope[Prefix.Length..];
        return $"{check.Name.JsonName()} {(path.Length <= LongestPath ? path : $"…{path[^(LongestPath - 1)..]}")}";
    }

    private static string Headline(LimitInspection inspection) => inspection.Binding is { } binding
        ? $"Process {inspection.Pid} can start {Quantity.Count(binding.ThreadsUntilHit)} more threads ({inspection.Cost.Kind.JsonName()}); then {binding} stops it. {binding.HowToRaise}"
        : $"None of the limits that could be read stops process {inspection.Pid} from starting threads.";

    private static string Limit(LimitCheck check) => !check.Readable ? "unreadable"
        : check.Limit is not { } limit ? Quantity.Unknown
        : limit.IsUnlimited ? "unlimited"
        : Amount(check.Unit, limit.Value);

    private static string Amount(string? unit, double? amount) => unit == "bytes"
        ? Quantity.Bytes(amount)
        : amount is { } count ? count.ToString("#,0.##") : Quantity.Unknown;

    private static string Left(LimitCheck check) => check.Enforced is false ? "off" : Quantity.Count(check.ThreadsUntilHit);

    private static string Proof(ProveResult proof)
    {
        var end = proof.EndedBy switch
        {
            ProveEnd.Errno => $"then one was refused with {proof.Errno}",
            ProveEnd.Max => "as many as allowed (--max), and none was refused",
            ProveEnd.Floor => "then less memory was available than the floor (--floor)",
            ProveEnd.OomKill => "then the kernel's OOM killer ended the child",
            ProveEnd.Timeout => "then the time was over",
            _ => "then the child ended, and no counter of the kernel says why",
        };
        var limit = proof.Limit is { } hit ? $" The limit was {hit}." : "";
        var predicted = proof.Predicted is { } expected ? $" Predicted: {Quantity.Count(expected)}, by {proof.Before.Binding}." : "";
        var evidence = proof.Evidence.Count > 0 ? $" {string.Join(" ", proof.Evidence)}" : "";
        return $"Proof: {Quantity.Count(proof.ThreadsCreated)} threads ({proof.Plan.Kind.JsonName()}) were made in a child, {end}.{limit}{predicted}{evidence}";
    }

    private static void WriteNeed(Session session, long threads, IReadOnlyList<LimitCheck> inTheWay)
    {
        if (inTheWay.Count == 0)
        {
            session.Out.WriteLine($"{Quantity.Count(threads)} more threads: nothing that could be read is in the way.");
            return;
        }

        session.Out.WriteLine($"{Quantity.Count(threads)} more threads: {inTheWay.Count} in the way.");
        foreach (var check in inTheWay)
        {
            Paragraph.WriteTo(session.Out, session.Terminal, $"{check}: {Quantity.Count(check.ThreadsUntilHit)} threads left. {check.HowToRaise}", indent: 3);
        }
    }
}
