using LinuxThreads.Interop;
using LinuxThreads.Native;

namespace LinuxThreads.Stacks;

/// <summary>Measures what a deep call leaves resident of a native thread's stack after it returned, and what trimming frees.</summary>
/// <remarks>
/// Bodies are C: one group of threads makes a call of the plan's depth, returns from it and sleeps; another of the same plan sleeps at
/// once. The stacks of both are counted page by page in place, then those of the first are trimmed and counted again. Needs the shim.
/// </remarks>
/// <example><code>
/// var result = StackRetentionMeter.Measure(new StackRetentionPlan { Threads = 16 });
/// Console.WriteLine($"{result.ReturnedBytes.Median} B after the return, {result.TrimmedBytes.Median} B after trimming");
/// </code></example>
public static class StackRetentionMeter
{
    /// <summary>Why nothing can be measured here; <see langword="null"/> if it can.</summary>
    public static string? WhyUnavailable => Shim.WhyUnavailable;

    /// <summary>Starts the threads, counts, trims, counts again, and ends them.</summary>
    /// <exception cref="MeasurementAbortedException">The shim is missing.</exception>
    /// <exception cref="SyscallException">A thread could not be started, or a count was refused.</exception>
    public static StackRetentionResult Measure(StackRetentionPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var shallow = Start(plan, ByteSize.Zero);
        using var deep = Start(plan, plan.Depth);
        var samples = new RetentionSample[plan.Threads];
        for (uint i = 0; i < samples.Length; i++)
        {
            var before = CountResident(shallow.Thread(i));
            var thread = deep.Thread(i);
            var returned = CountResident(thread);
            var trimmed = StackTrimmer.Trim(deep, i);
            samples[i] = new RetentionSample(before, returned, CountResident(thread), trimmed.Freed);
        }

        return new StackRetentionResult { Plan = plan, Samples = samples };
    }

    private static ParkGroupHandle Start(StackRetentionPlan plan, ByteSize touch)
    {
        var group = ShimParkPlan.New();
        group.Count = (uint)plan.Threads;
        group.StackSize = (ulong)plan.StackSize.Bytes;
        group.TouchBytes = (ulong)touch.Bytes;
        return ParkGroupHandle.Create(group);
    }

    private static ByteSize CountResident(in ShimParkedThread thread) =>
        StackPages.CountResident((nuint)thread.StackLow, (nuint)thread.StackHigh);
}
