using System.Threading.Channels;

namespace LinuxThreads.PingPong;

/// <summary><see cref="Mechanism.Channel"/>.</summary>
internal sealed class ChannelTurns : ITaskTurns
{
    private static readonly UnboundedChannelOptions Options = new() { SingleReader = true, SingleWriter = true };

    private readonly Channel<int> _toFollower = Channel.CreateUnbounded<int>(Options);
    private readonly Channel<int> _toLeader = Channel.CreateUnbounded<int>(Options);

    /// <inheritdoc/>
    public async Task LeadAsync(int roundTrips)
    {
        for (var i = 0; i < roundTrips; i++)
        {
            _toFollower.Writer.TryWrite(i);
            await _toLeader.Reader.ReadAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task FollowAsync()
    {
        while (await _toFollower.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_toFollower.Reader.TryRead(out var value))
            {
                _toLeader.Writer.TryWrite(value);
            }
        }
    }

    /// <inheritdoc/>
    public void End() => _toFollower.Writer.Complete();
}
