namespace LinuxThreads.Footprint;

/// <summary>Async methods, parked at one await.</summary>
internal sealed class ParkedAsyncMethods(FootprintPlan plan) : IParkedUnits
{
    private readonly List<Task> _parked = new(plan.ThreadCounts[^1]);
    private readonly List<TaskCompletionSource> _gates = new(plan.ThreadCounts[^1]);

    /// <inheritdoc/>
    public int Count => _parked.Count;

    /// <inheritdoc/>
    public void Grow(int more)
    {
        for (var i = 0; i < more; i++)
        {
            // A gate for each, as each would wait for a message of its own; one for all would keep a list instead.
            var gate = new TaskCompletionSource();
            _gates.Add(gate);
            _parked.Add(ParkAsync(gate.Task));
        }
    }

    /// <inheritdoc/>
    public (nint Low, nuint Size)? StackOf(int index) => null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gate in _gates)
        {
            gate.SetResult();
        }

        Task.WaitAll([.. _parked]);
    }

    private static async Task ParkAsync(Task gate) => await gate.ConfigureAwait(false);
}
