namespace LinuxThreads.Footprint;

/// <summary>A growing number of parked units of one kind in a process of their own, which ends on disposal and they with it.</summary>
internal interface IParkedUnits : IDisposable
{
    /// <summary>The process they are in.</summary>
    Pid Pid { get; }

    /// <summary>Parks more until there are <paramref name="total"/>; returns when they are parked.</summary>
    /// <exception cref="SyscallException">One could not be had.</exception>
    /// <exception cref="MeasurementAbortedException">The process is gone or does not answer.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    void Grow(int total);

    /// <summary>How much of their stacks is resident.</summary>
    /// <exception cref="SyscallException">The kernel could not tell.</exception>
    ByteSize ReadResident();
}
