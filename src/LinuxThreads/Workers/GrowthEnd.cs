namespace LinuxThreads.Workers;

/// <summary>Why a parked group stopped growing.</summary>
internal enum GrowthEnd
{
    /// <summary>It has as many threads as were asked for.</summary>
    Max,

    /// <summary>A thread was refused.</summary>
    Refused,

    /// <summary>Less memory than the floor was available.</summary>
    Floor,

    /// <summary>Another command was sent.</summary>
    Stopped,
}
