using System.Runtime.CompilerServices;

namespace LinuxThreads.PingPong;

/// <summary><see cref="Mechanism.ManualResetEventSlim"/>, with the spinning it does by default.</summary>
internal sealed class EventSlimTurns : IThreadTurns
{
    private readonly ManualResetEventSlim _toFollower = new();
    private readonly ManualResetEventSlim _toLeader = new();
    private volatile bool _over;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Lead(int roundTrips)
    {
        for (var i = 0; i < roundTrips; i++)
        {
            _toFollower.Set();
            _toLeader.Wait();
            _toLeader.Reset();
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Follow(long roundTrips)
    {
        for (long i = 0; i < roundTrips; i++)
        {
            _toFollower.Wait();
            if (_over)
            {
                return;
            }

            // Before the answer: the one that leads may set it again at once.
            _toFollower.Reset();
            _toLeader.Set();
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        _over = true;
        _toFollower.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _toFollower.Dispose();
        _toLeader.Dispose();
    }
}
