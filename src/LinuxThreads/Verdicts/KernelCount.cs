namespace LinuxThreads.Verdicts;

/// <summary>What a measurement claims and what the kernel counted of it: the claim that a verdict is on.</summary>
/// <param name="Nominal">Events by the plan; 0 if there should be none.</param>
/// <param name="Counted">Events by the kernel's counter; <see langword="null"/> if it did not say.</param>
internal readonly record struct KernelCount(long Nominal, long? Counted)
{
    private const int LowestCountPercent = 98;
    private const int HighestCountPercent = 102;
    private const int NoneAtAllPercent = 2;

    /// <summary>True if fewer events were counted than the claim allows.</summary>
    public bool IsTooLow => Nominal > 0 && Counted is { } counted && (Int128)counted * 100 < (Int128)Nominal * LowestCountPercent;

    /// <summary>True if more events were counted than the claim allows.</summary>
    /// <param name="operations">The operations of the window, of which 2 % may bring an event where there should be none.</param>
    // In whole numbers: 0.98 and 1.02 are no doubles, and the limits themselves are inside.
    public bool IsTooHigh(long operations) => Counted is { } counted && (Nominal == 0
        ? (Int128)counted * 100 > (Int128)operations * NoneAtAllPercent
        : (Int128)counted * 100 > (Int128)Nominal * HighestCountPercent);
}
