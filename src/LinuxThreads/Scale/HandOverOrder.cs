namespace LinuxThreads.Scale;

/// <summary>The order in which the token goes round.</summary>
public enum HandOverOrder
{
    /// <summary>That in which the threads went to sleep: the kernel finds each at the front of its queue.</summary>
    Parking,

    /// <summary>Another random one in each lap: the kernel has to look for each thread among the sleepers of its bucket.</summary>
    Random,
}
