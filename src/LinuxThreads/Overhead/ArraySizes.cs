namespace LinuxThreads.Overhead;

/// <summary>Which sizes of arrays are taken from the caches of a CPU.</summary>
public enum ArraySizes
{
    /// <summary>½ and 1 × L1d; ½, 1 and 2 × L2; ½, 1 and 2 × the last level.</summary>
    All,

    /// <summary>1 × L1d; ½, 1 and 2 × L2.</summary>
    Few,
}
