namespace LinuxThreads.PingPong;

/// <summary>The two loops of a mechanism between two .NET threads.</summary>
/// <remarks>
/// They allocate nothing, so that no collection is caused by them. They are compiled optimised at first (<c>AggressiveOptimization</c>): a loop
/// that is entered once would otherwise be replaced while it runs. What they call is the runtime's library, compiled as it always is.
/// </remarks>
internal interface IThreadTurns : IDisposable
{
    /// <summary>Hands over and waits for the answer, so often.</summary>
    void Lead(int roundTrips);

    /// <summary>Waits for a hand-over and answers it, so often, or until <see cref="End"/>.</summary>
    void Follow(long roundTrips);

    /// <summary>Has the side that follows return although it is not done. Called by the side that leads, between two round trips.</summary>
    void End();
}
