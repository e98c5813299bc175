namespace LinuxThreads.Verdicts;

/// <summary>A plan whose operations are so short that the clock is read once a batch; validated on construction.</summary>
public abstract record BatchedPlan : RepeatedPlan
{
    private protected BatchedPlan()
    {
    }

    /// <summary>Timed batches in each repetition, one sample each; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Batches
    {
        get;
        init => field = AtLeast(1, value, nameof(Batches));
    }
    = 20;
}
