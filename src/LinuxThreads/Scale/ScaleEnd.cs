namespace LinuxThreads.Scale;

/// <summary>What ended a run with many threads.</summary>
public enum ScaleEnd
{
    /// <summary>All threads were created, and everything that was planned was measured.</summary>
    Done,

    /// <summary>A limit or the memory would not have been enough, so that no attempt was made.</summary>
    Predicted,

    /// <summary>A thread was refused.</summary>
    Refused,

    /// <summary>Less memory than the floor was available.</summary>
    Floor,

    /// <summary>The caller cancelled.</summary>
    Stopped,

    /// <summary>The process with the threads was killed, or its time was over.</summary>
    Died,
}
