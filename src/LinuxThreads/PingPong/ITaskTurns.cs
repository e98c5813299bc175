namespace LinuxThreads.PingPong;

/// <summary>The two loops of a mechanism between two tasks on the thread pool.</summary>
internal interface ITaskTurns
{
    /// <summary>Hands over and waits for the answer, so often.</summary>
    Task LeadAsync(int roundTrips);

    /// <summary>Waits for a hand-over and answers it, until <see cref="End"/>.</summary>
    Task FollowAsync();

    /// <summary>Has the side that follows end. Called between two round trips.</summary>
    void End();
}
