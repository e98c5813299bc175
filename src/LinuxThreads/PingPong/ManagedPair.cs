using System.Threading.Channels;
using LinuxThreads.Interop;

namespace LinuxThreads.PingPong;

/// <summary>The hand-overs of .NET tasks on the thread pool, timed in batches by the side that leads.</summary>
internal static class ManagedPair
{
    /// <summary>Runs one repetition; the samples are the elapsed times of its batches.</summary>
    /// <param name="plan">A plan of a managed mechanism.</param>
    /// <param name="windowOpens">Called once, after the warm-up and directly before the first timed batch.</param>
    /// <param name="cancellation">Ends the run after the batch under way.</param>
    /// <returns>Nanoseconds of each batch that was run.</returns>
    public static async Task<List<long>> RunAsync(PingPongPlan plan, Action windowOpens, CancellationToken cancellation) => plan.Mechanism switch
    {
        Mechanism.Channel => await RunChannelAsync(plan, windowOpens, cancellation).ConfigureAwait(false),
        Mechanism.TaskYield => await RunTaskYieldAsync(plan, windowOpens, cancellation).ConfigureAwait(false),
        _ => throw new ArgumentException($"{plan.Mechanism.JsonName()} is not a managed mechanism.", nameof(plan)),
    };

    private static async Task<List<long>> RunChannelAsync(PingPongPlan plan, Action windowOpens, CancellationToken cancellation)
    {
        var options = new UnboundedChannelOptions { SingleReader = true, SingleWriter = true };
        var toFollower = Channel.CreateUnbounded<int>(options);
        var toLeader = Channel.CreateUnbounded<int>(options);
        var follower = Task.Run(() => FollowAsync(toFollower.Reader, toLeader.Writer), CancellationToken.None);
        try
        {
            return await Task.Run(
                () => LeadAsync(plan, windowOpens, count => HandOverAsync(toFollower.Writer, toLeader.Reader, count), cancellation),
                CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            toFollower.Writer.Complete();
            await follower.ConfigureAwait(false);
        }
    }

    private static async Task<List<long>> RunTaskYieldAsync(PingPongPlan plan, Action windowOpens, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource();
        var token = over.Token;
        var follower = Task.Run(() => YieldUntilAsync(token), CancellationToken.None);
        try
        {
            return await Task.Run(() => LeadAsync(plan, windowOpens, YieldAsync, cancellation), CancellationToken.None)
                .ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await follower.ConfigureAwait(false);
        }
    }

    /// <summary>Warm-up and timed batches by the same loop.</summary>
    private static async Task<List<long>> LeadAsync(
        PingPongPlan plan, Action windowOpens, Func<int, Task> handOver, CancellationToken cancellation)
    {
        await handOver(plan.WarmUpRoundTrips).ConfigureAwait(false);
        var samples = new List<long>(plan.Batches);
        windowOpens();
        var before = Clocks.ReadMonotonic();
        for (var batch = 0; batch < plan.Batches && !cancellation.IsCancellationRequested; batch++)
        {
            await handOver(plan.BatchRoundTrips).ConfigureAwait(false);
            var after = Clocks.ReadMonotonic();
            samples.Add((after - before).Value);
            before = after;
        }

        return samples;
    }

    private static async Task HandOverAsync(ChannelWriter<int> to, ChannelReader<int> from, int roundTrips)
    {
        for (var i = 0; i < roundTrips; i++)
        {
            to.TryWrite(i);
            await from.ReadAsync().ConfigureAwait(false);
        }
    }

    private static async Task FollowAsync(ChannelReader<int> from, ChannelWriter<int> to)
    {
        while (await from.WaitToReadAsync().ConfigureAwait(false))
        {
            while (from.TryRead(out var value))
            {
                to.TryWrite(value);
            }
        }
    }

    private static async Task YieldAsync(int roundTrips)
    {
        for (var i = 0; i < roundTrips; i++)
        {
            await Task.Yield();
        }
    }

    private static async Task YieldUntilAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Task.Yield();
        }
    }
}
