using LinuxThreads.Headroom;

namespace LinuxThreads.Limits;

/// <summary>A process that makes parked threads of one kind on demand and keeps them until it is disposed of.</summary>
internal interface IThreadGrower : IDisposable
{
    /// <summary>The process the threads are in.</summary>
    Pid Pid { get; }

    /// <summary>The kind of its threads.</summary>
    ThreadKind Kind { get; }

    /// <summary>All threads made so far.</summary>
    long Created { get; }

    /// <summary>Makes up to <paramref name="more"/> threads and waits until each sleeps; fewer if one is refused.</summary>
    /// <returns>What the refusal was, or <see langword="null"/> if there was none.</returns>
    /// <exception cref="MeasurementAbortedException">The process is gone or does not answer.</exception>
    Errno? Grow(int more);
}
