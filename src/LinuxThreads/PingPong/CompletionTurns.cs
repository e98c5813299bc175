namespace LinuxThreads.PingPong;

/// <summary><see cref="Mechanism.TaskCompletionSource"/>.</summary>
internal sealed class CompletionTurns : ITaskTurns
{
    private TaskCompletionSource _toFollower = Fresh();
    private TaskCompletionSource _toLeader = Fresh();
    private volatile bool _over;

    /// <inheritdoc/>
    public async Task LeadAsync(int roundTrips)
    {
        for (var i = 0; i < roundTrips; i++)
        {
            // Before the other is told: it completes this one at once.
            var answer = Fresh();
            _toLeader = answer;
            _toFollower.SetResult();
            await answer.Task.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task FollowAsync()
    {
        var next = _toFollower;
        while (true)
        {
            await next.Task.ConfigureAwait(false);
            if (_over)
            {
                return;
            }

            next = Fresh();
            _toFollower = next;
            _toLeader.SetResult();
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        _over = true;
        _toFollower.SetResult();
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
