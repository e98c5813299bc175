namespace LinuxThreads.Stacks;

/// <summary>How an outcome is spelled in JSON.</summary>
public static class HugePageOutcomeExtensions
{
    /// <summary>The spelling: <c>proven</c>, <c>partly-given</c>, <c>none-given</c>, <c>refused-by-setting</c> or <c>control-failed</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public static string JsonName(this HugePageOutcome outcome) => outcome switch
    {
        HugePageOutcome.Proven => "proven",
        HugePageOutcome.PartlyGiven => "partly-given",
        HugePageOutcome.NoneGiven => "none-given",
        HugePageOutcome.RefusedBySetting => "refused-by-setting",
        HugePageOutcome.ControlFailed => "control-failed",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome."),
    };
}
