namespace LinuxThreads.Switches;

/// <summary>What <see cref="SwitchMeter"/> is to observe: a process, and for how long each interval lasts.</summary>
public sealed record SwitchPlan
{
    /// <summary>The longest interval, 24 days.</summary>
    /// <remarks>Source: the runtime waits at most 2³¹ − 1 milliseconds at once.</remarks>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromDays(24);

    /// <summary>Creates a plan.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="interval">The time between two snapshots; from 1 ms to <see cref="LongestInterval"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is shorter than 1 ms or longer than <see cref="LongestInterval"/>.</exception>
    public SwitchPlan(Pid pid, TimeSpan interval)
    {
        if (interval < TimeSpan.FromMilliseconds(1) || interval > LongestInterval)
        {
            throw new ArgumentOutOfRangeException(nameof(interval), interval, "An interval lasts from 1 ms to 24 days.");
        }

        Pid = pid;
        Interval = interval;
    }

    /// <summary>The process.</summary>
    public Pid Pid { get; }

    /// <summary>The time between two snapshots; what really passed is <see cref="SwitchInterval.Interval"/>.</summary>
    public TimeSpan Interval { get; }
}
