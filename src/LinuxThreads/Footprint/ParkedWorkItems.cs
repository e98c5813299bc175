using LinuxThreads.Workers;

namespace LinuxThreads.Footprint;

/// <summary>Work items in the thread pool's queue, while every thread of the pool is held so that none runs.</summary>
/// <remarks>It takes the pool of its process for itself, and gives it no threads back: use a process of its own.</remarks>
internal sealed class ParkedWorkItems : IManagedUnits
{
    private readonly ManualResetEventSlim _over = new(false, spinCount: 0);
    private int _ran;

    public ParkedWorkItems()
    {
        // As many as the pool may have: below the number of processors it can't be limited.
        var workers = Environment.ProcessorCount;
        ThreadPool.GetMinThreads(out _, out var completions);
        var isFixed = ThreadPool.SetMinThreads(workers, completions);
        ThreadPool.GetMaxThreads(out _, out completions);
        if (!ThreadPool.SetMaxThreads(workers, completions) || !isFixed)
        {
            throw new MeasurementAbortedException("holding every thread of the pool", $"the runtime refused {workers} as the number of its threads.");
        }

        using var held = new CountdownEvent(workers);
        for (var i = 0; i < workers; i++)
        {
            ThreadPool.QueueUserWorkItem(_ => Hold(held));
        }

        held.Wait();
    }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<(nint Low, nuint Size)>? Stacks => [];

    /// <summary>How many have run, which is none as long as this lives.</summary>
    public int Ran => Volatile.Read(ref _ran);

    /// <inheritdoc/>
    public string? Disturbance => Ran > 0 ? "work items that ran although every thread of the pool is held" : null;

    /// <inheritdoc/>
    public Errno? Grow(int more, Action<long> parked)
    {
        for (var i = 0; i < more; i++)
        {
            ThreadPool.QueueUserWorkItem(static items => Interlocked.Increment(ref ((ParkedWorkItems)items!)._ran), this);
        }

        Count += more;
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Set();
        SpinWait.SpinUntil(() => Ran == Count);
    }

    private void Hold(CountdownEvent held)
    {
        held.Signal();
        _over.Wait();
    }
}
