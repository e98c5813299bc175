using LinuxThreads.Loops;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Load;

/// <summary>How a sweep is measured; validated on construction. A repetition is a round: every point once, each in a fresh process.</summary>
/// <remarks>The budget is that of one sweep, its pilots included. The first point of a list is the one that the others are compared with.</remarks>
public sealed record LoadPlan : BatchedPlan
{
    /// <summary>Threads ready to run beside the two, of each point of <see cref="LoadSweep.RunQueue"/>; rising, each 0 to <see cref="LoopPlan.MostRunnable"/>.</summary>
    /// <exception cref="ArgumentException">Empty, not rising, or out of that range.</exception>
    public IReadOnlyList<int> RunQueueLengths
    {
        get;
        init => field = Rising(value, LoopPlan.MostRunnable, nameof(RunQueueLengths));
    }
    = [0, 1, 4, 16, 64, 256, 1_024];

    /// <summary>Sleeping threads of each point of <see cref="LoadSweep.Bystanders"/>; rising, each 0 to <see cref="LoopPlan.MostBystanders"/>.</summary>
    /// <exception cref="ArgumentException">Empty, not rising, or out of that range.</exception>
    public IReadOnlyList<int> Bystanders
    {
        get;
        init => field = Rising(value, LoopPlan.MostBystanders, nameof(Bystanders));
    }
    = [0, 1_000, 10_000];

    /// <summary>The timeout of <see cref="LoadSweep.TimerSlack"/>; positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public Nanoseconds Timeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value.Value, 1, nameof(Timeout));
            field = value;
        }
    }
    = new(50_000);

    /// <summary>The slack that is compared with the inherited one; positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to <see cref="uint.MaxValue"/> nanoseconds.</exception>
    public Nanoseconds TimerSlack
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value.Value, 1, nameof(TimerSlack));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Value, uint.MaxValue, nameof(TimerSlack));
            field = value;
        }
    }
    = new(1);

    /// <summary>How long each point is timed in all rounds together, about; for the run queue, how long its two threads are on the CPU. Positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan Window
    {
        get;
        init => field = Positive(value, nameof(Window));
    }
    = TimeSpan.FromMilliseconds(450);

    /// <summary>The same for a point whose CPU goes idle, which is judged by ticks of 10 ms and so needs longer; positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan IdlingWindow
    {
        get;
        init => field = Positive(value, nameof(IdlingWindow));
    }
    = TimeSpan.FromSeconds(3.2);

    private static TimeSpan Positive(TimeSpan value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, name);
        return value;
    }

    private static int[] Rising(IReadOnlyList<int> values, int most, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        int[] copy = [.. values];
        var rises = copy.Length > 0 && copy[0] >= 0 && copy[^1] <= most;
        for (var at = 1; at < copy.Length; at++)
        {
            rises &= copy[at] > copy[at - 1];
        }

        return rises ? copy : throw new ArgumentException($"A list of rising numbers from 0 to {most} is needed.", name);
    }
}
