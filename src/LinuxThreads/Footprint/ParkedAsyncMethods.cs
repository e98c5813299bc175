using LinuxThreads.Workers;

namespace LinuxThreads.Footprint;

/// <summary>Async methods, parked at one await each.</summary>
internal sealed class ParkedAsyncMethods : IManagedUnits
{
    // Pieces instead of one list, which would double now and then and leave the half of it as garbage between two readings.
    private const int Piece = 4096;

    private readonly List<TaskCompletionSource[]> _gates = [];

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<(nint Low, nuint Size)>? Stacks => [];

    /// <inheritdoc/>
    public Errno? Grow(int more, Action<long> parked)
    {
        for (var i = 0; i < more; i++)
        {
            if (Count % Piece == 0)
            {
                _gates.Add(new TaskCompletionSource[Piece]);
            }

            // A gate for each, as each would wait for a message of its own. It holds the method, as its continuation.
            var gate = new TaskCompletionSource();
            _gates[^1][Count++ % Piece] = gate;
            _ = ParkAsync(gate.Task);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (var i = 0; i < Count; i++)
        {
            _gates[i / Piece][i % Piece].SetResult();
        }

        (Count, _) = (0, _gates.RemoveAll(static _ => true));
    }

    private static async Task ParkAsync(Task gate) => await gate.ConfigureAwait(false);
}
