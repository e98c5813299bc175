using LinuxThreads.Native;

namespace LinuxThreads.Footprint;

/// <summary>.NET threads, parked on one event.</summary>
internal sealed class ParkedDotnetThreads(FootprintPlan plan) : IParkedUnits
{
    private readonly ParkedManagedThreads _threads = new(plan.StackSize, plan.TouchBytes, recordsStacks: true);

    /// <inheritdoc/>
    public int Count => _threads.Count;

    /// <inheritdoc/>
    public void Grow(int more)
    {
        if (_threads.Grow(more) is { } errno)
        {
            throw new SyscallException(
                "pthread_create", errno, $".NET thread {_threads.Count + 1}", "'linuxthreads limits' names the limit that is reached.");
        }
    }

    /// <inheritdoc/>
    public (nint Low, nuint Size)? StackOf(int index) =>
        ((nint)_threads.Stacks[index].Low, (nuint)_threads.Stacks[index].Size.Bytes);

    /// <inheritdoc/>
    public void Dispose() => _threads.Dispose();
}
