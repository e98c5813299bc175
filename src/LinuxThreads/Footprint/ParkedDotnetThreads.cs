using System.Runtime.CompilerServices;
using LinuxThreads.Native;

namespace LinuxThreads.Footprint;

/// <summary>.NET threads, parked on one event.</summary>
internal sealed class ParkedDotnetThreads(FootprintPlan plan) : IParkedUnits
{
    private readonly List<Thread> _threads = new(plan.ThreadCounts[^1]);
    private readonly List<StackBounds> _stacks = new(plan.ThreadCounts[^1]);
    private readonly ManualResetEventSlim _over = new(false, spinCount: 0);
    private readonly int _stackSize = checked((int)(plan.StackSize?.Bytes ?? 0));
    private readonly int _pageSize = Environment.SystemPageSize;
    private readonly int _touchBytes = checked((int)plan.TouchBytes.Bytes);

    /// <inheritdoc/>
    public int Count => _threads.Count;

    /// <inheritdoc/>
    public void Grow(int more)
    {
        using var arriving = new CountdownEvent(1);
        try
        {
            for (var i = 0; i < more; i++)
            {
                Start(arriving);
            }
        }
        finally
        {
            arriving.Signal();
            arriving.Wait();
        }
    }

    /// <inheritdoc/>
    public (nint Low, nuint Size)? StackOf(int index) => ((nint)_stacks[index].Low, (nuint)_stacks[index].Size.Bytes);

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

    private void Start(CountdownEvent arriving)
    {
        var thread = new Thread(() => Park(arriving), _stackSize) { IsBackground = true };
        arriving.AddCount();
        try
        {
            thread.Start();
        }
        catch (OutOfMemoryException)
        {
            arriving.Signal();
            // The runtime reports every refusal so, and glibc gives EAGAIN for what limits do.
            throw new SyscallException(
                "pthread_create", Errno.EAGAIN, $".NET thread {_threads.Count + 1}", "'linuxthreads limits' names the limit that is reached.");
        }

        _threads.Add(thread);
    }

    private void Park(CountdownEvent arriving)
    {
        Touch();
        var bounds = NativeThread.Current.StackBounds;
        lock (_stacks)
        {
            _stacks.Add(bounds);
        }

        arriving.Signal();
        _over.Wait();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Touch()
    {
        Span<byte> below = stackalloc byte[_touchBytes];
        for (var i = below.Length - 1; i >= 0; i -= _pageSize)
        {
            below[i] = 1;
        }
    }
}
