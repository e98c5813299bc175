using LinuxThreads.Cli.Commands;
using LinuxThreads.Footprint;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>How the tool measures memory: in which program, at which numbers, and how often.</summary>
internal static class Ledgers
{
    /// <summary>The plan for a kind; what only .NET has is parked in another process of this tool.</summary>
    public static FootprintPlan Plan(FootprintKind kind, bool quick)
    {
        var plan = new FootprintPlan { Kind = kind, Command = kind.IsManaged() ? WorkerVerb.Command() : null };
        return quick ? plan with { ThreadCounts = FootprintPlan.QuickCounts(kind) } : plan;
    }

    /// <summary>A ledger that does not close is measured again; the last one stands, with its verdict.</summary>
    public static FootprintResult MeasureUntilClosed(FootprintPlan plan, int mostAttempts, CancellationToken stopping)
    {
        var result = FootprintMeter.Measure(plan, stopping);
        for (var attempt = 1; attempt < mostAttempts && result.Verdict == Verdict.Contaminated; attempt++)
        {
            result = FootprintMeter.Measure(plan, stopping);
        }

        return result;
    }

    /// <summary>An answer from ledgers; where one could not be taken, because a limit leaves no room or the child died, the reason is the answer.</summary>
    public static Answer Answer(string id, string question, Func<Answer> measure)
    {
        try
        {
            return measure();
        }
        catch (LinuxThreadsException exception) when (exception is MeasurementAbortedException or SyscallException)
        {
            return Report.Answer.NotMeasured(id, question, exception.Message);
        }
    }
}
