using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>An answer is worth what the weakest of its figures is.</summary>
internal static class WorstVerdict
{
    public static Verdict Of(params ReadOnlySpan<Verdict> verdicts) => VerdictExtensions.Weakest(verdicts);
}
