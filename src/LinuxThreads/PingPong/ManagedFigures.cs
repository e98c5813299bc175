using System.Runtime.InteropServices;
using LinuxThreads.Interop;

namespace LinuxThreads.PingPong;

/// <summary>What one repetition of a managed mechanism brought beside its samples; crosses from the worker to its parent as it lies in memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ManagedFigures
{
    /// <summary>Batches that were run to their end.</summary>
    public long BatchesDone;

    /// <summary>Nanoseconds from the first timed hand-over to the last.</summary>
    public long WallNs;

    /// <summary>CPU time of all threads of the process over the same time.</summary>
    public long ProcessCpuNs;

    /// <summary>Methods that the runtime compiled meanwhile.</summary>
    public long Compiled;

    /// <summary>The side that leads; of tasks, which have no threads of their own, the whole process.</summary>
    public ShimEvidence A;

    /// <summary>The side that follows; empty for tasks.</summary>
    public ShimEvidence B;
}
