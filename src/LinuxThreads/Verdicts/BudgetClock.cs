using System.Diagnostics;

namespace LinuxThreads.Verdicts;

/// <summary>A time budget that runs from when this is made.</summary>
/// <param name="budget">The budget; null for none.</param>
internal sealed class BudgetClock(TimeSpan? budget)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    // As a double: a budget of years does not fit the counter.
    private readonly double _ticks = budget is { } limit ? limit.TotalSeconds * Stopwatch.Frequency : double.PositiveInfinity;

    /// <summary>True if nothing is left.</summary>
    public bool IsSpent => Elapsed >= _ticks;

    /// <summary>What is left, never nothing at all; null if there is no budget.</summary>
    public TimeSpan? Left => budget is null
        ? null
        : TimeSpan.FromTicks(Math.Max(1, (long)((_ticks - Elapsed) / Stopwatch.Frequency * TimeSpan.TicksPerSecond)));

    private long Elapsed => Stopwatch.GetTimestamp() - _started;
}
