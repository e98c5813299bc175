using LinuxThreads.Headroom;
using LinuxThreads.Native;

namespace LinuxThreads.Limits;

/// <summary>Parks .NET threads in this process.</summary>
internal sealed class ManagedGrower(ByteSize? stackSize) : IThreadGrower
{
    private readonly ParkedManagedThreads _threads = new(stackSize);

    public Pid Pid => Pid.Current;

    public ThreadKind Kind => ThreadKind.DotnetThread;

    public long Created => _threads.Count;

    public Errno? Grow(int more) => _threads.Grow(more);

    /// <summary>Starts one thread; what refused it, or null.</summary>
    public Errno? TryStart() => _threads.TryStart();

    public void Dispose() => _threads.Dispose();
}
