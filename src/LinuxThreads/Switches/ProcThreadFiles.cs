using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using LinuxThreads.Procfs;

namespace LinuxThreads.Switches;

/// <summary>The files as they stand below a root: opened, read and closed each time.</summary>
internal sealed class ProcThreadFiles(ProcRoot root, Pid pid) : IThreadFiles
{
    private const string UptimePath = "proc/uptime";

    private readonly ProcBuffer _buffer = new();

    // In hundredths of a second, which on x86-64 and arm64 is the clock tick (USER_HZ) of a thread's start time.
    public ClockTicks? ReadUptime()
    {
        if (!root.TryRead(UptimePath, _buffer))
        {
            return null;
        }

        var text = _buffer.Bytes;
        return Utf8Parser.TryParse(text, out long seconds, out var dot) && dot + 2 < text.Length && text[dot] == '.' &&
            Utf8Parser.TryParse(text.Slice(dot + 1, 2), out int hundredths, out var digits) && digits == 2
                ? new ClockTicks((seconds * 100) + hundredths)
                : throw new ProcfsFormatException(
                    root.Resolve(UptimePath), 1, null, System.Text.Encoding.UTF8.GetString(text), "seconds with two decimals");
    }

    public bool TryList(out IReadOnlyList<Tid> tids) => root.TryReadTids(pid, out tids);

    public bool TryReadStat(Tid tid, [NotNullWhen(true)] out PidStat? stat) => PidStat.TryRead(root, pid, tid, out stat, _buffer);

    public bool TryReadStatus(Tid tid, [NotNullWhen(true)] out PidStatus? status) =>
        PidStatus.TryRead(root, pid, tid, out status, _buffer);

    public bool TryReadSched(Tid tid, [NotNullWhen(true)] out PidSched? sched) => PidSched.TryRead(root, pid, tid, out sched, _buffer);

    public bool TryReadSchedstat(Tid tid, [NotNullWhen(true)] out PidSchedstat? schedstat) =>
        PidSchedstat.TryRead(root, pid, tid, out schedstat, _buffer);
}
