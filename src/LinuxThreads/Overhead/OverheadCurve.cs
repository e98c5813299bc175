namespace LinuxThreads.Overhead;

/// <summary>One of the two curves.</summary>
public enum OverheadCurve
{
    /// <summary>Against the time of work per switch, done in registers.</summary>
    Work,

    /// <summary>Against the size of the array that each side walks.</summary>
    WorkingSet,
}
