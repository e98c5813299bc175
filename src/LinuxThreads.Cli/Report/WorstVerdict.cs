using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>An answer is worth what the weakest of its figures is.</summary>
internal static class WorstVerdict
{
    // In DESIGN's order of precedence, which is the order of the enum.
    public static Verdict Of(params ReadOnlySpan<Verdict> verdicts)
    {
        var worst = Verdict.Valid;
        foreach (var verdict in verdicts)
        {
            worst = verdict < worst ? verdict : worst;
        }

        return worst;
    }
}
