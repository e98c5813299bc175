namespace LinuxThreads.PingPong;

/// <summary><see cref="Mechanism.TaskYield"/>.</summary>
internal sealed class YieldTurns : ITaskTurns
{
    private volatile bool _over;

    /// <inheritdoc/>
    public async Task LeadAsync(int roundTrips)
    {
        for (var i = 0; i < roundTrips; i++)
        {
            await Task.Yield();
        }
    }

    /// <inheritdoc/>
    public async Task FollowAsync()
    {
        while (!_over)
        {
            await Task.Yield();
        }
    }

    /// <inheritdoc/>
    public void End() => _over = true;
}
