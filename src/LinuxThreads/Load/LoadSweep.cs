namespace LinuxThreads.Load;

/// <summary>What a hand-over is measured under in several amounts or kinds, one point each.</summary>
public enum LoadSweep
{
    /// <summary>Threads that are ready to run on the CPU of the hand-over.</summary>
    RunQueue,

    /// <summary>The scheduling policy of the two that hand over.</summary>
    Policy,

    /// <summary>Threads of the same process that sleep, each on a futex of its own.</summary>
    Bystanders,

    /// <summary>The vector registers, in their initial state or all written.</summary>
    Vectors,

    /// <summary>The timer slack of a thread that sleeps for a given time.</summary>
    TimerSlack,
}
