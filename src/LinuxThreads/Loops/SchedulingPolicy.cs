namespace LinuxThreads.Loops;

/// <summary>The kernel's scheduling policies that measured threads may run under; the numbers are those of <c>sched_setscheduler(2)</c>.</summary>
public enum SchedulingPolicy
{
    /// <summary><c>SCHED_OTHER</c>, the default: fair shares, and a thread that wakes up may preempt the one that woke it.</summary>
    Other = 0,

    /// <summary><c>SCHED_FIFO</c> at priority 1: runs until it blocks or yields. Needs <c>CAP_SYS_NICE</c> or <c>RLIMIT_RTPRIO</c>.</summary>
    Fifo = 1,

    /// <summary><c>SCHED_RR</c> at priority 1: as <see cref="Fifo"/>, in turns with others of the same priority.</summary>
    RoundRobin = 2,

    /// <summary><c>SCHED_BATCH</c>: fair shares without wake-up preemption.</summary>
    Batch = 3,

    /// <summary><c>SCHED_IDLE</c>: what is left over.</summary>
    Idle = 5,
}
