using System.Runtime.CompilerServices;

namespace LinuxThreads.PingPong;

/// <summary><see cref="Mechanism.Monitor"/>.</summary>
internal sealed class MonitorTurns : IThreadTurns
{
    private const int Leaders = 0;
    private const int Followers = 1;

    // Not a Lock, which cannot be waited on.
    private readonly object _gate = new();
    private int _turn = Leaders;
    private bool _over;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Lead(int roundTrips)
    {
        lock (_gate)
        {
            for (var i = 0; i < roundTrips; i++)
            {
                _turn = Followers;
                Monitor.Pulse(_gate);
                while (_turn == Followers)
                {
                    Monitor.Wait(_gate);
                }
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Follow(long roundTrips)
    {
        lock (_gate)
        {
            for (long i = 0; i < roundTrips; i++)
            {
                while (_turn == Leaders && !_over)
                {
                    Monitor.Wait(_gate);
                }

                if (_over)
                {
                    return;
                }

                _turn = Leaders;
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        lock (_gate)
        {
            _over = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
