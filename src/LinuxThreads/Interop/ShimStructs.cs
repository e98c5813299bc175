using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

// The structs of native/lt.h, member for member; a test compares every size and offset with what the shim reports.
// `Size` leads each and is set by New(), as the shim refuses a struct whose size it does not know.

/// <summary><c>struct lt_abi_fact</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimAbiFact
{
    public uint Size;
    public uint Reserved;
    public ShimName Name;
    public ulong Value;

    public static ShimAbiFact New() => new() { Size = (uint)Unsafe.SizeOf<ShimAbiFact>() };
}

/// <summary><c>char name[LT_NAME_BYTES]</c>.</summary>
[InlineArray(ShimConstants.NameBytes)]
internal struct ShimName
{
    private byte _first;
}

/// <summary><c>uint64_t cpus_seen[LT_CPU_WORDS]</c>: bit n stands for CPU n.</summary>
[InlineArray(ShimConstants.CpuWords)]
internal struct ShimCpus
{
    private ulong _first;
}

/// <summary><c>struct lt_clock</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimClock
{
    public uint Size;
    public int ClockId;
    public long ResolutionNs;
    public long ReadCostPs;

    public static ShimClock New() => new() { Size = (uint)Unsafe.SizeOf<ShimClock>() };
}

/// <summary><c>struct lt_counters</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimCounters
{
    public uint Size;
    public uint Known;
    public long TakenNs;
    public ulong Voluntary;
    public ulong Involuntary;
    public ulong MinorFaults;
    public ulong MajorFaults;
    public ulong UserNs;
    public ulong SystemNs;
    public ulong CpuNs;
    public ulong RunDelayNs;
    public ulong Timeslices;
    public ulong Migrations;

    public static ShimCounters New() => new() { Size = (uint)Unsafe.SizeOf<ShimCounters>() };
}

/// <summary><c>struct lt_evidence</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimEvidence
{
    public uint Size;
    public int Tid;
    public long StartedNs;
    public long EndedNs;
    public ulong Operations;
    public ShimCounters Counters;
    public ShimCpus CpusSeen;
}

/// <summary><c>struct lt_park_plan</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimParkPlan
{
    public uint Size;
    public uint Flags;
    public uint Count;
    public int Cpu;
    public ulong StackSize;
    public ulong GuardSize;
    public ulong TouchBytes;

    public static ShimParkPlan New() => new() { Size = (uint)Unsafe.SizeOf<ShimParkPlan>(), Cpu = ShimConstants.CpuAny };
}

/// <summary><c>struct lt_parked_thread</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimParkedThread
{
    public uint Size;
    public int Tid;
    public ulong StackLow;
    public ulong StackHigh;
    public ulong GuardBytes;
    public ulong Frame;
    public ulong TouchedLow;

    public static ShimParkedThread New() => new() { Size = (uint)Unsafe.SizeOf<ShimParkedThread>() };
}

/// <summary><c>struct lt_load</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimLoad
{
    public uint Runnable;
    public uint Bystanders;
}

/// <summary><c>struct lt_work</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimWork
{
    public uint Kind;
    public uint Reserved;
    public ulong Amount;
}

/// <summary><c>struct lt_pair_plan</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimPairPlan
{
    public uint Size;
    public uint Flags;
    public uint Mechanism;
    public int CpuA;
    public int CpuB;
    public int Policy;
    public ulong StackSize;
    public ulong Batches;
    public ulong BatchRoundTrips;
    public ulong WarmupRoundTrips;
    public ShimLoad Load;
    public ShimWork Work;

    public static ShimPairPlan New() => new() { Size = (uint)Unsafe.SizeOf<ShimPairPlan>(), Policy = ShimConstants.PolicyKeep };
}

/// <summary><c>struct lt_pair_result</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimPairResult
{
    public uint Size;
    public uint Reserved;
    public ulong BatchesDone;
    public long WallNs;
    public long LoadCpuNs;
    public long BAccountedNs;
    public ShimEvidence A;
    public ShimEvidence B;

    public static ShimPairResult New() => new() { Size = (uint)Unsafe.SizeOf<ShimPairResult>() };
}

/// <summary><c>struct lt_call_plan</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimCallPlan
{
    public uint Size;
    public uint Flags;
    public uint Kind;
    public int Cpu;
    public int Policy;
    public uint TimerSlackNs;
    public ulong TimeoutNs;
    public ulong StackSize;
    public ulong Batches;
    public ulong BatchCalls;
    public ulong WarmupCalls;
    public ShimLoad Load;
    public ShimWork Work;

    public static ShimCallPlan New() => new() { Size = (uint)Unsafe.SizeOf<ShimCallPlan>(), Policy = ShimConstants.PolicyKeep };
}

/// <summary><c>struct lt_call_result</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShimCallResult
{
    public uint Size;
    public uint Reserved;
    public ulong BatchesDone;
    public long WallNs;
    public long LoadCpuNs;
    public ShimEvidence Thread;

    public static ShimCallResult New() => new() { Size = (uint)Unsafe.SizeOf<ShimCallResult>() };
}
