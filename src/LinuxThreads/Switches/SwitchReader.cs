using System.Diagnostics.CodeAnalysis;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Switches;

/// <summary>One pass over the threads of a process; differencing is none of its business.</summary>
internal sealed class SwitchReader(IThreadFiles files, IProcessCounter process)
{
    // Each further listing finds threads that the one before skipped; under constant churn the fourth finds next to none.
    private const int MostListings = 4;

    // A thread id that is reused while five small files are read is already the one case in a lifetime.
    private const int MostAttempts = 3;

    private readonly Withheld _withheld = new();
    private bool _hasSched = true;
    private bool _hasSchedstat = true;

    public bool TryRead(Pid pid, [NotNullWhen(true)] out SwitchSnapshot? snapshot)
    {
        snapshot = null;
        var begin = Clocks.ReadMonotonic();
        var uptime = files.ReadUptime();
        var before = process.Read();
        if (!TryReadThreads(pid, uptime, out var readings))
        {
            return false;
        }

        var range = before is { } first && process.Read() is { } last ? new SwitchRange(first, last) : (SwitchRange?)null;
        if (range is null)
        {
            _withheld.Add(process.Explain());
        }

        var keepsSchedstat = KeepsSchedstat(readings);
        var threads = readings.Select(reading => reading.ToThread(keepsSchedstat)).OrderBy(thread => thread.Tid).ToArray();
        ExplainCpuTime(threads);
        var totals = SwitchTotals.Of(threads);
        var source = range is null ? (ProcessCountSource?)null : process.Source;
        var exited = NotListed(range, totals.ListedBy(source));
        snapshot = new SwitchSnapshot
        {
            Pid = pid,
            TakenAt = begin,
            Took = Clocks.ReadMonotonic() - begin,
            Threads = threads,
            Totals = totals with { ExitedSwitches = exited, ExitedSource = exited is null ? null : source },
            ProcessSwitches = range,
            ProcessSource = source,
            Unavailable = _withheld.Entries,
            Uptime = uptime,
        };
        return true;
    }

    private static SwitchRange? NotListed(SwitchRange? process, long? listed) => process is { } all && listed is { } known
        ? SwitchRange.Between(all.AtLeast - known, all.AtMost - known)
        : null;

    // A thread that ends while the kernel lists its siblings can make it skip one of them (first_tid and next_tid,
    // fs/proc/base.c): the listing is repeated until it shows no unread thread that had started before.
    private bool TryReadThreads(Pid pid, ClockTicks? uptime, out List<ThreadReading> readings)
    {
        readings = [];
        var visited = new HashSet<Tid>();
        for (var listing = 1; listing <= MostListings; listing++)
        {
            if (!files.TryList(out var tids))
            {
                return false;
            }

            var skipped = false;
            foreach (var tid in tids)
            {
                if (visited.Add(tid) && TryReadThread(tid) is { } reading)
                {
                    readings.Add(reading);
                    skipped |= reading.Stat.Starttime < uptime;
                }
            }

            if (listing > 1 && !skipped)
            {
                break;
            }
        }

        // /proc/[tid]/task lists the whole process too, though [tid] is none: only its first thread has a signal to send at its end.
        return readings.Exists(reading => reading.Stat.Pid == pid.MainThread && reading.Stat.ExitSignal >= 0);
    }

    private ThreadReading? TryReadThread(Tid tid)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            // The order matters: run figures of zero prove something only if they were read after the counts.
            if (!files.TryReadStat(tid, out var first) ||
                !TryReadCounts(tid, out var counts, out var sched) ||
                !TryReadSchedstat(tid, out var schedstat) ||
                !files.TryReadStat(tid, out var last))
            {
                return null;
            }

            if (last.Starttime == first.Starttime)
            {
                return new ThreadReading(last, counts, sched, schedstat);
            }
        }

        return null;
    }

    private bool TryReadCounts(Tid tid, out SwitchCounts? counts, out PidSched? sched)
    {
        counts = null;
        sched = null;
        if (_hasSched)
        {
            try
            {
                if (!files.TryReadSched(tid, out sched))
                {
                    return false;
                }

                if (sched.SeNrMigrations is null)
                {
                    _withheld.Add(Withheld.Migrations, "/proc/[pid]/task/[tid]/sched has no line se.nr_migrations", null);
                }

                counts = new SwitchCounts(sched.NrVoluntarySwitches, sched.NrInvoluntarySwitches);
                return true;
            }
            catch (KernelFeatureMissingException missing)
            {
                _hasSched = false;
                _withheld.Add(Withheld.Migrations, missing);
            }
            catch (SyscallException refused) when (IsRefusal(refused))
            {
                _withheld.Add(Withheld.Migrations, refused);
            }
        }

        return TryReadStatus(tid, out counts);
    }

    private bool TryReadStatus(Tid tid, out SwitchCounts? counts)
    {
        counts = null;
        try
        {
            if (!files.TryReadStatus(tid, out var status))
            {
                return false;
            }

            if (status is { VoluntaryCtxtSwitches: { } voluntary, NonvoluntaryCtxtSwitches: { } involuntary })
            {
                counts = new SwitchCounts(voluntary, involuntary);
                return true;
            }

            foreach (var field in Withheld.Counts)
            {
                _withheld.Add(field, "neither sched nor status of the thread has a count of switches", null);
            }
        }
        catch (SyscallException refused) when (IsRefusal(refused))
        {
            foreach (var field in Withheld.Counts)
            {
                _withheld.Add(field, refused);
            }
        }

        return true;
    }

    private bool TryReadSchedstat(Tid tid, out PidSchedstat? schedstat)
    {
        schedstat = null;
        if (!_hasSchedstat)
        {
            return true;
        }

        try
        {
            return files.TryReadSchedstat(tid, out schedstat);
        }
        catch (KernelFeatureMissingException missing)
        {
            _hasSchedstat = false;
            WithholdSchedstat(missing.Message, null);
        }
        catch (SyscallException refused) when (IsRefusal(refused))
        {
            WithholdSchedstat(refused.Message, refused.Advice);
        }

        return true;
    }

    // A kernel that does not keep these figures prints three zeros for every thread, one that does for none that has run.
    private bool KeepsSchedstat(List<ThreadReading> readings)
    {
        var printed = readings.Where(reading => reading.Schedstat is not null).ToArray();
        var keeps = !printed.Any(reading => reading.HasRun) || !printed.All(reading => reading.Schedstat!.IsAllZero);
        if (!keeps)
        {
            WithholdSchedstat("/proc/[pid]/task/[tid]/schedstat is '0 0 0' for threads that have run: this kernel does not keep the figures", null);
        }

        return keeps;
    }

    private void WithholdSchedstat(string reason, string? fix)
    {
        _withheld.Add(Withheld.RunDelay, reason, fix);
        _withheld.Add(Withheld.Timeslices, reason, fix);
    }

    private void ExplainCpuTime(ThreadSwitches[] threads)
    {
        if (threads.Any(thread => thread.CpuTime is null))
        {
            _withheld.Add(Withheld.CpuTime, "neither schedstat nor sched of the thread could be read", null);
        }
    }

    private static bool IsRefusal(SyscallException exception) => exception.Errno == Errno.EACCES || exception.Errno == Errno.EPERM;
}
