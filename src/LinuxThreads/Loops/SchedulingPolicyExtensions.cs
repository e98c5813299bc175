using System.ComponentModel;

namespace LinuxThreads.Loops;

/// <summary>The names of the scheduling policies.</summary>
public static class SchedulingPolicyExtensions
{
    /// <summary>The name on the command line and in JSON: <c>other</c>, <c>batch</c>, <c>idle</c>, <c>fifo</c> or <c>rr</c>.</summary>
    public static string JsonName(this SchedulingPolicy policy) => policy switch
    {
        SchedulingPolicy.Other => "other",
        SchedulingPolicy.Batch => "batch",
        SchedulingPolicy.Idle => "idle",
        SchedulingPolicy.Fifo => "fifo",
        SchedulingPolicy.RoundRobin => "rr",
        _ => throw new InvalidEnumArgumentException(nameof(policy), (int)policy, typeof(SchedulingPolicy)),
    };
}
