namespace LinuxThreads.Scale;

/// <summary>What a run with many threads is doing.</summary>
public enum ScalePhase
{
    /// <summary>Reading the limits, and raising them where that was asked for.</summary>
    Limits,

    /// <summary>Creating threads.</summary>
    Creating,

    /// <summary>Reading the memory ledger.</summary>
    Ledger,

    /// <summary>Making sure that every thread sleeps.</summary>
    Settling,

    /// <summary>Handing the token round in parking order; counted in laps.</summary>
    Parking,

    /// <summary>Handing the token round in random orders; counted in laps.</summary>
    Random,

    /// <summary>Waking and joining; counted in threads that are gone.</summary>
    Joining,

    /// <summary>Ending the process with its threads.</summary>
    Ending,
}
