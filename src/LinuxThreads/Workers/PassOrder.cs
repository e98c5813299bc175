namespace LinuxThreads.Workers;

/// <summary>The order in which a token goes round a ring of threads.</summary>
internal enum PassOrder
{
    /// <summary>That in which the threads were created and went to sleep.</summary>
    Parking,

    /// <summary>Another random one in each lap.</summary>
    Random,
}
