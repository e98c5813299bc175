using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

// As in ShimStructs.cs: what times the creation of threads. Only the worker program calls those functions; the results are read
// from the memory that it shares.

/// <summary><c>struct lt_create_plan</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimCreatePlan
{
    public uint Size;
    public uint Flags;
    public int CreatorCpu;
    public int ChildCpu;
    public ulong StackSize;
    public ulong GuardSize;
    public ulong Count;
    public ulong Warmup;
    public uint Creators;
    public uint Reserved;
}

/// <summary><c>struct lt_create_result</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimCreateResult
{
    public uint Size;
    public uint Reserved;
    public ulong Created;
    public long WallNs;
    public ShimCounters Process;
    public ShimCpus ChildCpusSeen;
}

/// <summary><c>struct lt_steps_plan</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimStepsPlan
{
    public uint Size;
    public uint Flags;
    public int CreatorCpu;
    public uint Reserved;
    public ulong StackSize;
    public ulong GuardSize;
    public ulong Count;
    public ulong Warmup;
}

/// <summary><c>struct lt_steps_result</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimStepsResult
{
    public uint Size;
    public uint Reserved;
    public ulong Created;
    public long WallNs;
    public ShimEvidence Creator;
    public ShimCounters Process;
}
