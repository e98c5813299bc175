using LinuxThreads.Interop;
using LinuxThreads.Native;

namespace LinuxThreads.PingPong;

/// <summary>Two tasks on the thread pool that hand over to each other; the process is confined to the order's CPUs meanwhile.</summary>
internal static class ManagedTaskPair
{
    /// <summary>Runs one repetition in two fresh tasks.</summary>
    public static ManagedRun Run(ITaskTurns turns, ManagedOrder order, CancellationToken cancellation)
    {
        using var confinement = order is { CpuA: { } a, CpuB: { } b } ? ProcessConfinement.To(CpuSet.Of(a, b)) : null;
        return RunAsync(turns, order, cancellation).GetAwaiter().GetResult();
    }

    private static async Task<ManagedRun> RunAsync(ITaskTurns turns, ManagedOrder order, CancellationToken cancellation)
    {
        var follower = Task.Run(turns.FollowAsync, CancellationToken.None);
        try
        {
            return await Task.Run(() => LeadAsync(turns, order, cancellation), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            turns.End();
            await follower.ConfigureAwait(false);
        }
    }

    /// <summary>Warm-up and timed batches by the same loop.</summary>
    private static async Task<ManagedRun> LeadAsync(ITaskTurns turns, ManagedOrder order, CancellationToken cancellation)
    {
        // What closing a window takes is compiled now, and not in the window.
        _ = Evidence(default, ManagedWindow.Open().Close(0));
        await turns.LeadAsync(order.WarmUp).ConfigureAwait(false);
        var samples = new long[order.Batches];
        var done = 0;
        var usage = UsageCounters.ReadProcess();
        var window = ManagedWindow.Open();
        for (var before = window.Opened; done < samples.Length && !cancellation.IsCancellationRequested; done++)
        {
            await turns.LeadAsync(order.RoundTrips).ConfigureAwait(false);
            var after = Clocks.ReadMonotonic();
            samples[done] = (after - before).Value;
            before = after;
        }

        return new ManagedRun(Evidence(usage, window.Close(done)), samples[..done]);
    }

    // The kernel has run delay and migrations by thread only, and which threads these were, it was the pool to say.
    private static ManagedFigures Evidence(UsageCounters before, ManagedFigures figures)
    {
        var usage = UsageCounters.ReadProcess();
        figures.A.Counters = ShimCounters.New() with
        {
            Known = ShimConstants.KnownRusage | ShimConstants.KnownCpuTime,
            Voluntary = (ulong)(usage.VoluntarySwitches - before.VoluntarySwitches),
            Involuntary = (ulong)(usage.InvoluntarySwitches - before.InvoluntarySwitches),
            MinorFaults = (ulong)(usage.MinorFaults - before.MinorFaults),
            MajorFaults = (ulong)(usage.MajorFaults - before.MajorFaults),
            CpuNs = (ulong)figures.ProcessCpuNs,
        };
        return figures;
    }
}
