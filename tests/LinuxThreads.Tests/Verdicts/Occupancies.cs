using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Verdicts;

/// <summary>Windows to judge, in milliseconds, with a /proc/stat that counts in 10 ms.</summary>
internal static class Occupancies
{
    private const long Ms = 1_000_000;

    /// <summary>Both threads on one CPU: nothing but the task clock and steal decides.</summary>
    public static CpuOccupancy SameCpu(double windowMs, double? ownMs, double? stealMs = 0) => new()
    {
        Window = FromMs(windowMs)!.Value,
        CpuCount = 1,
        KeptBusy = true,
        OwnTaskClock = FromMs(ownMs),
        OwnAccountedTime = null,
        TaskTime = null,
        InterruptTime = null,
        StealTime = FromMs(stealMs),
        TickLength = new Nanoseconds(10 * Ms),
    };

    /// <summary>One thread on each of two CPUs, which go idle between hand-overs.</summary>
    public static CpuOccupancy TwoCpus(
        double windowMs, double? taskMs, double? ownTicksMs, double? stealMs = 0, double? interruptMs = 0, double? ownMs = 700) => new()
        {
            Window = FromMs(windowMs)!.Value,
            CpuCount = 2,
            KeptBusy = false,
            OwnTaskClock = FromMs(ownMs),
            OwnAccountedTime = FromMs(ownTicksMs),
            TaskTime = FromMs(taskMs),
            InterruptTime = FromMs(interruptMs),
            StealTime = FromMs(stealMs),
            TickLength = new Nanoseconds(10 * Ms),
        };

    public static Contamination Clean { get; } = ContaminationGate.Judge(SameCpu(1000, 1000));

    public static Contamination Dirty { get; } = ContaminationGate.Judge(SameCpu(1000, 500));

    public static Contamination Unknown { get; } = ContaminationGate.Judge(SameCpu(1000, null));

    private static Nanoseconds? FromMs(double? ms) => ms is null ? null : new Nanoseconds((long)Math.Round(ms.Value * Ms));
}
