using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

// As in ShimStructs.cs: what hands a token round a parked group, and user-level contexts. Only the worker program calls those
// functions; the structs are here so that every one of lt.h is compared.

/// <summary><c>struct lt_pass_plan</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimPassPlan
{
    public uint Size;
    public uint Flags;
    public ulong Laps;
    public ulong WarmupLaps;
}

/// <summary><c>struct lt_pass_result</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimPassResult
{
    public uint Size;
    public uint Reserved;
    public ulong LapsDone;
    public ulong HandOvers;
    public long WallNs;
    public long SettleNs;
    public ShimCounters Counters;
}

/// <summary><c>struct lt_fiber_plan</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimFiberPlan
{
    public uint Size;
    public uint Flags;
    public uint Count;
    public uint Reserved;
    public ulong StackSize;
    public ulong GuardSize;
    public ulong TouchBytes;
}

/// <summary><c>struct lt_fiber</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimFiber
{
    public uint Size;
    public uint Reserved;
    public ulong StackLow;
    public ulong StackHigh;
    public ulong GuardBytes;
    public ulong Frame;
    public ulong TouchedLow;
    public ulong Saved;
}
