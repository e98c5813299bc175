using LinuxThreads.Native;

namespace LinuxThreads.Footprint;

/// <summary>.NET threads, parked on one event.</summary>
internal sealed class ParkedDotnetThreads(ByteSize? stackSize, ByteSize touch) : IManagedUnits
{
    private readonly ParkedManagedThreads _threads = new(stackSize, touch, recordsStacks: true);

    /// <inheritdoc/>
    public int Count => _threads.Count;

    /// <inheritdoc/>
    public IEnumerable<(nint Low, nuint Size)> Stacks => _threads.Stacks.Select(stack => ((nint)stack.Low, (nuint)stack.Size.Bytes));

    /// <inheritdoc/>
    public Errno? Grow(int more) => _threads.Grow(more);

    /// <inheritdoc/>
    public void Dispose() => _threads.Dispose();
}
