using System.Runtime.CompilerServices;

namespace LinuxThreads.PingPong;

/// <summary><see cref="Mechanism.SemaphoreSlim"/>.</summary>
internal sealed class SemaphoreSlimTurns : IThreadTurns
{
    private readonly SemaphoreSlim _toFollower = new(0);
    private readonly SemaphoreSlim _toLeader = new(0);
    private volatile bool _over;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Lead(int roundTrips)
    {
        for (var i = 0; i < roundTrips; i++)
        {
            _toFollower.Release();
            _toLeader.Wait();
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

            _toLeader.Release();
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        _over = true;
        _toFollower.Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _toFollower.Dispose();
        _toLeader.Dispose();
    }
}
