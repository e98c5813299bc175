namespace LinuxThreads.Switches;

/// <summary>The arithmetic of two snapshots; reads nothing.</summary>
internal static class SwitchDifference
{
    public static SwitchInterval Between(SwitchSnapshot earlier, SwitchSnapshot later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        if (earlier.Pid != later.Pid)
        {
            throw new ArgumentException($"The snapshots are of processes {earlier.Pid} and {later.Pid}: take both of one process.", nameof(later));
        }

        if (later.TakenAt < earlier.TakenAt)
        {
            throw new ArgumentException("The snapshot given as the later one was taken first: swap the two.", nameof(later));
        }

        var left = earlier.Threads.ToDictionary(thread => thread.Tid);
        var threads = new List<ThreadSwitches>(later.Threads.Count);
        var started = new List<Tid>();
        var overlooked = 0;
        foreach (var thread in later.Threads)
        {
            if (left.TryGetValue(thread.Tid, out var before) && thread.IsLaterReadingOf(before))
            {
                left.Remove(thread.Tid);
                threads.Add(thread.Since(before));
            }
            else if (thread.StartTime < earlier.Uptime)
            {
                // It ran before the first snapshot and is not in it: its increase is unknown, and not its whole count.
                overlooked++;
                threads.Add(thread.WithoutFigures());
            }
            else
            {
                started.Add(thread.Tid);
                threads.Add(thread);
            }
        }

        var exited = earlier.Threads.Where(thread => left.ContainsKey(thread.Tid)).ToArray();
        var totals = SwitchTotals.Of(threads);
        var exitedSwitches = ExitedSwitches(earlier, later, totals.ListedBy(later.ProcessSource));
        return new SwitchInterval
        {
            Pid = later.Pid,
            Interval = later.TakenAt - earlier.TakenAt,
            Threads = threads,
            Started = started,
            Exited = exited,
            Totals = totals with
            {
                Started = started.Count,
                Exited = exited.Length,
                ExitedSwitches = exitedSwitches,
                ExitedSource = exitedSwitches is null ? null : later.ProcessSource,
            },
            Unavailable = [.. Merge(earlier.Unavailable, later.Unavailable), .. Overlooked(overlooked)],
            ReadingTook = earlier.Took + later.Took,
        };
    }

    // What the process counted and no thread listed did. Each bound takes the reading of the whole process that lies on its side.
    private static SwitchRange? ExitedSwitches(SwitchSnapshot earlier, SwitchSnapshot later, long? listed) =>
        earlier.ProcessSource == later.ProcessSource &&
        earlier.ProcessSwitches is { } first && later.ProcessSwitches is { } second && listed is { } known
            ? SwitchRange.Between(second.AtLeast - first.AtMost - known, second.AtMost - first.AtLeast - known)
            : null;

    private static IEnumerable<Unavailable> Merge(IReadOnlyList<Unavailable> earlier, IReadOnlyList<Unavailable> later) =>
        later.Concat(earlier).DistinctBy(missing => missing.Field);

    private static IEnumerable<Unavailable> Overlooked(int count) => count == 0
        ? []
        :
        [
            new Unavailable(
                "threads",
                $"{count} thread(s) ran before the first snapshot but were not in it, so their increase is unknown: the kernel's listing of a task directory " +
                "can skip threads while others end, and execve from another thread takes over the first one's id",
                "Take another interval."),
        ];
}
