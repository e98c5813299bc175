namespace LinuxThreads.Verdicts;

/// <summary>Who had the CPUs of one measurement during its window: the input of <see cref="ContaminationGate"/>.</summary>
/// <remarks>
/// Times are sums over the CPUs used, and over the plan's own threads. <see langword="null"/> is unknown. Every source is to be
/// read directly before and directly after the window.
/// </remarks>
public sealed record CpuOccupancy
{
    /// <summary>The length of the window on the monotonic clock; positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is empty or negative.</exception>
    public required Nanoseconds Window
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value.Value, nameof(Window));
            field = value;
        }
    }

    /// <summary>The number of CPUs used; at least 1.</summary>
    /// <remarks>The CPUs the threads were pinned to; of unpinned threads, all that they were allowed.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public required int CpuCount
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(CpuCount));
            field = value;
        }
    }

    /// <summary>True if the plan has a thread ready to run on each of these CPUs at every moment, as a same-CPU ping-pong has.</summary>
    public required bool KeptBusy { get; init; }

    /// <summary>The plan's own time on the CPUs by the scheduler's task clock, exact to the nanosecond.</summary>
    /// <remarks>Source: <c>CLOCK_THREAD_CPUTIME_ID</c> of each thread, or the first field of <c>/proc/[pid]/task/[tid]/schedstat</c>.</remarks>
    public required Nanoseconds? OwnTaskClock { get; init; }

    /// <summary>The plan's own time by the same accounting as <c>/proc/stat</c>, which on most kernels is a sample per timer tick.</summary>
    /// <remarks>
    /// Source: <c>clock_gettime</c> on each thread's <c>CPUCLOCK_PROF</c> clock, id −4 for the calling thread
    /// (<c>(~tid &lt;&lt; 3) | 4</c> for another one of the process; <c>include/linux/posix-timers.h</c>); needs no privilege.
    /// Not <c>getrusage</c> or <c>/proc/[pid]/stat</c>: their user and system times are scaled to add up to the task clock.
    /// </remarks>
    public required Nanoseconds? OwnAccountedTime { get; init; }

    /// <summary>The time that any task, the plan's own included, had the CPUs.</summary>
    /// <remarks>Source: <c>/proc/stat</c>, lines <c>cpuN</c>, the fields <c>user</c>, <c>nice</c> and <c>system</c>.</remarks>
    public required Nanoseconds? TaskTime { get; init; }

    /// <summary>The time that interrupts had the CPUs.</summary>
    /// <remarks>Source: <c>/proc/stat</c>, lines <c>cpuN</c>, the fields <c>irq</c> and <c>softirq</c>.</remarks>
    public required Nanoseconds? InterruptTime { get; init; }

    /// <summary>The time that the hypervisor ran something else while a CPU was wanted.</summary>
    /// <remarks>Source: <c>/proc/stat</c>, lines <c>cpuN</c>, the field <c>steal</c>.</remarks>
    public required Nanoseconds? StealTime { get; init; }

    /// <summary>The unit in which <c>/proc/stat</c> prints its times: 10 ms where <c>sysconf(_SC_CLK_TCK)</c> is 100; positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The unit is not positive.</exception>
    public required Nanoseconds TickLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value.Value, nameof(TickLength));
            field = value;
        }
    }

    /// <summary>Of how many windows, each read by itself, this is the sum; at least 1.</summary>
    /// <remarks>Every window adds its own rounding to whole units of <c>/proc/stat</c>; independent, they grow with the square root.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int Windows
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Windows));
            field = value;
        }
    }
    = 1;

    /// <summary>The time that the CPUs used had to give: window times CPUs.</summary>
    public Nanoseconds Capacity => new(Window.Value * CpuCount);
}
