using System.ComponentModel;

namespace LinuxThreads.Calls;

/// <summary>The names of the calls.</summary>
public static class CallKindExtensions
{
    /// <summary>The name on the command line and in JSON, for instance <c>null-syscall</c>.</summary>
    public static string JsonName(this CallKind kind) => kind switch
    {
        CallKind.Empty => "empty-call",
        CallKind.Clock => "vdso-clock",
        CallKind.NullSyscall => "null-syscall",
        CallKind.FutexWake => "futex-wake",
        CallKind.FutexWaitMismatch => "futex-wait-mismatch",
        CallKind.LoneYield => "lone-yield",
        CallKind.SelfPipe => "self-pipe",
        CallKind.FutexBoth => "futex-wake-and-wait",
        CallKind.TimedWait => "timed-wait",
        _ => throw new InvalidEnumArgumentException(nameof(kind), (int)kind, typeof(CallKind)),
    };

    /// <summary>The kernel switches that one call must take: 1 for <see cref="CallKind.TimedWait"/>, which sleeps, and 0 for the others.</summary>
    public static int NominalSwitches(this CallKind kind) => kind == CallKind.TimedWait ? 1 : 0;
}
