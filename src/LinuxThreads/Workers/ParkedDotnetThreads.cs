using LinuxThreads.Native;

namespace LinuxThreads.Workers;

/// <summary>.NET threads, parked on one event.</summary>
/// <param name="stackSize">The stack of each; null is the runtime's default.</param>
/// <param name="touch">How much of its stack each writes to before it waits.</param>
/// <param name="recordsStacks">True to have each thread ask the C library for its stack, which takes a few calls of its own.</param>
internal sealed class ParkedDotnetThreads(ByteSize? stackSize, ByteSize touch, bool recordsStacks) : IManagedUnits
{
    private readonly ParkedManagedThreads _threads = new(stackSize, touch, recordsStacks);

    /// <inheritdoc/>
    public int Count => _threads.Count;

    /// <inheritdoc/>
    public IEnumerable<(nint Low, nuint Size)>? Stacks =>
        recordsStacks ? _threads.Stacks.Select(stack => ((nint)stack.Low, (nuint)stack.Size.Bytes)) : null;

    /// <inheritdoc/>
    public Errno? Grow(int more, Action<long> parked) => _threads.Grow(more, parked);

    /// <inheritdoc/>
    public void Dispose() => _threads.Dispose();
}
