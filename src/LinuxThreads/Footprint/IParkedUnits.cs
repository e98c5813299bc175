namespace LinuxThreads.Footprint;

/// <summary>A growing number of parked units of one kind; disposal ends them all.</summary>
internal interface IParkedUnits : IDisposable
{
    /// <summary>How many are parked.</summary>
    int Count { get; }

    /// <summary>Parks more; returns when they are parked.</summary>
    /// <exception cref="SyscallException">A thread could not be started; those that were stay parked.</exception>
    void Grow(int more);

    /// <summary>The stack of the unit at an index; null for a unit without one.</summary>
    (nint Low, nuint Size)? StackOf(int index);
}
