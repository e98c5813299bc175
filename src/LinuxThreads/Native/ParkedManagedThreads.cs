using System.Runtime.CompilerServices;

namespace LinuxThreads.Native;

/// <summary>A growing number of .NET threads that wait on one event; disposal ends them all.</summary>
/// <param name="stackSize">The stack of each; null is the runtime's default.</param>
/// <param name="touch">How much of its stack each writes to before it waits.</param>
/// <param name="recordsStacks">True to have each thread ask the C library for its stack, which takes a few calls of its own.</param>
internal sealed class ParkedManagedThreads(ByteSize? stackSize, ByteSize touch = default, bool recordsStacks = false) : IDisposable
{
    private readonly List<Thread> _threads = [];
    private readonly List<StackBounds> _stacks = [];
    private readonly ManualResetEventSlim _over = new(false, spinCount: 0);
    private readonly int _maxStackSize = checked((int)(stackSize?.Bytes ?? 0));
    private readonly int _touchBytes = checked((int)touch.Bytes);

    /// <summary>How many were started.</summary>
    public int Count => _threads.Count;

    /// <summary>The stacks of those that wait, in the order they came to it; empty unless they are recorded.</summary>
    public IReadOnlyList<StackBounds> Stacks => _stacks;

    /// <summary>Starts more and returns when they wait; what refused one, or null.</summary>
    /// <param name="more">How many.</param>
    /// <param name="started">Told how many there are, after each start.</param>
    public Errno? Grow(int more, Action<long>? started = null)
    {
        using var arriving = new CountdownEvent(1);
        Errno? refused = null;
        for (var i = 0; i < more && refused is null; i++)
        {
            refused = TryStart(arriving);
            started?.Invoke(Count);
        }

        arriving.Signal();
        arriving.Wait();
        return refused;
    }

    /// <summary>Starts one and does not wait for it; what refused it, or null.</summary>
    public Errno? TryStart() => TryStart(null);

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Set();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _over.Dispose();
    }

    private Errno? TryStart(CountdownEvent? arriving)
    {
        var thread = new Thread(() => Park(arriving), _maxStackSize) { IsBackground = true };
        arriving?.AddCount();
        try
        {
            thread.Start();
        }
        catch (OutOfMemoryException)
        {
            // The runtime reports every refusal of pthread_create so; glibc gives EAGAIN for what limits do.
            arriving?.Signal();
            return Errno.EAGAIN;
        }

        _threads.Add(thread);
        return null;
    }

    private void Park(CountdownEvent? arriving)
    {
        Touch();
        if (recordsStacks)
        {
            var bounds = NativeThread.Current.StackBounds;
            lock (_stacks)
            {
                _stacks.Add(bounds);
            }
        }

        arriving?.Signal();
        _over.Wait();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Touch()
    {
        Span<byte> below = stackalloc byte[_touchBytes];
        for (var i = below.Length - 1; i >= 0; i -= Environment.SystemPageSize)
        {
            below[i] = 1;
        }
    }
}
