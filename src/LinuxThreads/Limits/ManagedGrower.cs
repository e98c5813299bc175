using LinuxThreads.Headroom;

namespace LinuxThreads.Limits;

/// <summary>Parks .NET threads in this process.</summary>
internal sealed class ManagedGrower(ByteSize? stackSize) : IThreadGrower
{
    private readonly List<Thread> _threads = [];
    private readonly ManualResetEventSlim _gate = new(false, spinCount: 0);
    private readonly int _maxStackSize = checked((int)(stackSize?.Bytes ?? 0));

    public Pid Pid => Pid.Current;

    public ThreadKind Kind => ThreadKind.DotnetThread;

    public long Created => _threads.Count;

    public Errno? Grow(int more)
    {
        using var arriving = new CountdownEvent(1);
        Errno? refused = null;
        for (var i = 0; i < more && refused is null; i++)
        {
            refused = TryStart(arriving);
        }

        arriving.Signal();
        arriving.Wait();
        return refused;
    }

    /// <summary>Starts one thread; what refused it, or null.</summary>
    public Errno? TryStart() => TryStart(null);

    public void Dispose()
    {
        _gate.Set();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _gate.Dispose();
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
        arriving?.Signal();
        _gate.Wait();
    }
}
