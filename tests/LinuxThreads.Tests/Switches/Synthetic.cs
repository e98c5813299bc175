using System.Text;
using LinuxThreads.Procfs;
using LinuxThreads.Switches;

namespace LinuxThreads.Tests.Switches;

/// <summary>Threads, snapshots and kernel files made up for one test.</summary>
internal static class Synthetic
{
    public static readonly Pid Pid = new(100);

    public static ThreadSwitches Thread(int tid, long start = 1000, long voluntary = 0, long involuntary = 0) => new()
    {
        Tid = new Tid(tid),
        Comm = new Comm("worker"u8),
        StartTime = new ClockTicks(start),
        Counts = new SwitchCounts(voluntary, involuntary),
        Migrations = voluntary / 10,
        CpuTime = new Nanoseconds(voluntary * 1000),
        RunDelay = new Nanoseconds(voluntary * 100),
        Timeslices = voluntary + involuntary,
    };

    public static SwitchSnapshot Snapshot(long at, params ThreadSwitches[] threads) => new()
    {
        Pid = Pid,
        TakenAt = new Nanoseconds(at),
        Took = new Nanoseconds(50),
        Threads = threads,
        Totals = SwitchTotals.Of(threads),
        Uptime = new ClockTicks(2000),
    };

    public static string Stat(int tid, string name = "worker", long start = 1000, long utime = 0, int exitSignal = 17) =>
        $"{tid} ({name}) S 1 100 100 0 -1 64 0 0 0 0 {utime} 0 0 0 20 0 2 0 {start} 0 0 18446744073709551615 " +
        $"{Zeros(12)} {exitSignal} {Zeros(14)}\n";

    public static string Status(int tid, string switches, string name = "worker") =>
        $"Name:\t{name}\nState:\tS (sleeping)\nTgid:\t100\nPid:\t{tid}\nPPid:\t1\nThreads:\t2\n{switches}";

    public static string SwitchLines(long voluntary, long involuntary) =>
        $"voluntary_ctxt_switches:\t{voluntary}\nnonvoluntary_ctxt_switches:\t{involuntary}\n";

    public static string Sched(int tid, long voluntary, long involuntary, long migrations = 3, string name = "worker") =>
        $"{name} ({tid}, #threads: 2)\n" +
        "-------------------------------------------------------------------\n" +
        "se.exec_start                                :         12345.678901\n" +
        "se.vruntime                                  :           307.739917\n" +
        "se.sum_exec_runtime                          :             1.234567\n" +
        $"se.nr_migrations                             : {migrations,20}\n" +
        $"nr_switches                                  : {voluntary + involuntary,20}\n" +
        $"nr_voluntary_switches                        : {voluntary,20}\n" +
        $"nr_involuntary_switches                      : {involuntary,20}\n";

    private static string Zeros(int count) => string.Join(' ', Enumerable.Repeat("0", count));

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
