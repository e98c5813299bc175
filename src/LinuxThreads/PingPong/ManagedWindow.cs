using System.Runtime;
using LinuxThreads.Interop;

namespace LinuxThreads.PingPong;

/// <summary>The process's side of one repetition's window: the clock, the CPU time of all threads, and what the runtime compiled.</summary>
internal readonly struct ManagedWindow
{
    private readonly long _compiled;
    private readonly Nanoseconds _cpu;

    private ManagedWindow(long compiled, Nanoseconds cpu, Nanoseconds opened)
    {
        _compiled = compiled;
        _cpu = cpu;
        Opened = opened;
    }

    /// <summary>When it opened, by the monotonic clock.</summary>
    public Nanoseconds Opened { get; }

    /// <summary>Opens one; the clock is read last.</summary>
    public static ManagedWindow Open()
    {
        var compiled = JitInfo.GetCompiledMethodCount();
        return new ManagedWindow(compiled, Clocks.ReadProcessCpuTime(), Clocks.ReadMonotonic());
    }

    /// <summary>Closes it.</summary>
    /// <param name="batches">Batches done.</param>
    public ManagedFigures Close(int batches)
    {
        var closed = Clocks.ReadMonotonic();
        return new ManagedFigures
        {
            BatchesDone = batches,
            WallNs = (closed - Opened).Value,
            ProcessCpuNs = (Clocks.ReadProcessCpuTime() - _cpu).Value,
            Compiled = JitInfo.GetCompiledMethodCount() - _compiled,
        };
    }
}
