using System.Runtime;
using LinuxThreads.Interop;

namespace LinuxThreads.PingPong;

/// <summary>Tells when a warm-up may end: the runtime has compiled nothing for a while, or will not stop.</summary>
/// <remarks>
/// A method is compiled anew, on another thread, after 30 calls, and in .NET 8 and later again after 30 more. How many round trips pass
/// meanwhile depends on what one takes and on who else wants a CPU, so that no number of them is enough for all mechanisms.
/// </remarks>
internal sealed class Settling
{
    private static readonly Nanoseconds Quiet = new(20_000_000);
    private static readonly Nanoseconds Patience = new(1_000_000_000);

    private readonly Nanoseconds _started;
    private Nanoseconds _lastSeen;
    private long _compiled;

    /// <summary>Begins to look.</summary>
    /// <param name="now">The monotonic clock.</param>
    /// <param name="compiled">Methods compiled so far.</param>
    public Settling(Nanoseconds now, long compiled) => (_started, _lastSeen, _compiled) = (now, now, compiled);

    /// <summary>Begins to look at this process.</summary>
    public static Settling Begin() => new(Clocks.ReadMonotonic(), JitInfo.GetCompiledMethodCount());

    /// <summary>True if the warm-up may end.</summary>
    public bool IsOver() => IsOver(Clocks.ReadMonotonic(), JitInfo.GetCompiledMethodCount());

    /// <summary>The same, with what the constructor takes.</summary>
    public bool IsOver(Nanoseconds now, long compiled)
    {
        if (compiled != _compiled)
        {
            (_compiled, _lastSeen) = (compiled, now);
        }

        return now - _lastSeen >= Quiet || now - _started >= Patience;
    }
}
