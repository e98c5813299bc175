namespace LinuxThreads.Verdicts;

/// <summary>How a verdict is spelled in JSON and in tables.</summary>
public static class VerdictExtensions
{
    /// <summary>The verdict's spelling: <c>unverified</c>, <c>contaminated</c>, <c>wrong-count</c> or <c>valid</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public static string JsonName(this Verdict verdict) => verdict switch
    {
        Verdict.Unverified => "unverified",
        Verdict.Contaminated => "contaminated",
        Verdict.WrongCount => "wrong-count",
        Verdict.Valid => "valid",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "Not a verdict."),
    };

    /// <summary>The weakest of several verdicts: what is put together of several figures is worth no more; <see cref="Verdict.Valid"/> for none.</summary>
    // In their order of precedence, which is that of the enum.
    public static Verdict Weakest(params ReadOnlySpan<Verdict> verdicts)
    {
        var weakest = Verdict.Valid;
        foreach (var verdict in verdicts)
        {
            weakest = verdict < weakest ? verdict : weakest;
        }

        return weakest;
    }
}
