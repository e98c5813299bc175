namespace LinuxThreads.Footprint;

/// <summary>Decides when a growing number of threads has used up what others left in the slabs: when each step grows them by the same, and by enough.</summary>
/// <param name="leastPerThread">Bytes that one thread takes at least: no growth at all is as steady as full growth.</param>
internal sealed class SlabSoak(double leastPerThread)
{
    // task_struct alone; its size where nobody tells. It was 1.7 KiB in Linux 2.6.32 and has only grown since.
    public const double LeastTaskStruct = 1700;

    private const double LargestDifference = 0.15;

    private readonly List<(int Threads, long Growth)> _steps = [];

    /// <summary>True once the last two steps grew the slabs alike.</summary>
    public bool IsSteady => _steps.Count >= 2 && PerThread(^1) >= leastPerThread && PerThread(^2) >= leastPerThread
        && Math.Abs(PerThread(^1) - PerThread(^2)) <= LargestDifference * Math.Max(PerThread(^1), PerThread(^2));

    /// <summary>Takes down one step.</summary>
    public void Add(int threads, ByteSize growth) => _steps.Add((threads, growth.Bytes));

    /// <summary>What came of it.</summary>
    /// <param name="unread">Threads parked before the first step.</param>
    /// <param name="shrunkCaches">Caches shrunk before.</param>
    public FootprintBallast Result(int unread, int shrunkCaches)
    {
        var threads = _steps.Sum(step => step.Threads);
        var growth = _steps.Sum(step => step.Growth);
        var last = _steps.Count < 2 ? default : (Threads: _steps[^1].Threads + _steps[^2].Threads, Growth: _steps[^1].Growth + _steps[^2].Growth);
        // Others give slabs back meanwhile, too: more than all of what the ballast took can't have been lying there.
        var all = (long)((double)last.Growth / Math.Max(1, last.Threads) * threads);
        return new FootprintBallast(
            unread + threads, new ByteSize(growth), IsSteady ? new ByteSize(Math.Clamp(all - growth, 0, all)) : null, shrunkCaches);
    }

    private double PerThread(Index step) => (double)_steps[step].Growth / _steps[step].Threads;
}
