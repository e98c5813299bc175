using LinuxThreads.Calls;

namespace LinuxThreads.Ladder;

/// <summary>What is known of a rung before it is measured.</summary>
/// <param name="Name">The name in JSON and in tables.</param>
/// <param name="Call">The call that it repeats; null for a hand-over.</param>
internal sealed record LadderTraits(string Name, CallKind? Call)
{
    private static readonly Dictionary<LadderRung, LadderTraits> Known = new()
    {
        [LadderRung.EmptyCall] = OfCall(CallKind.Empty),
        [LadderRung.VdsoClock] = OfCall(CallKind.Clock) with
        {
            ComparedWith = LadderRung.EmptyCall,
            Difference = "what reading the clock takes, without the kernel where the vDSO answers",
        },
        [LadderRung.NullSyscall] = OfCall(CallKind.NullSyscall) with
        {
            ComparedWith = LadderRung.EmptyCall,
            Difference = "entering the kernel and coming back, with the mitigations of this machine",
        },
        [LadderRung.FutexWake] = OfCall(CallKind.FutexWake) with
        {
            ComparedWith = LadderRung.NullSyscall,
            Difference = "looking for waiters of a futex and finding none",
        },
        [LadderRung.FutexWaitMismatch] = OfCall(CallKind.FutexWaitMismatch) with
        {
            ComparedWith = LadderRung.NullSyscall,
            Difference = "getting ready to wait, reading the word and not waiting after all",
        },
        [LadderRung.LoneYield] = OfCall(CallKind.LoneYield) with
        {
            ComparedWith = LadderRung.NullSyscall,
            Difference = "asking the scheduler, which picks the same thread again",
        },
        [LadderRung.SelfPipe] = OfCall(CallKind.SelfPipe) with
        {
            ComparedWith = LadderRung.NullSyscall,
            Difference = "a second system call, and a byte through a pipe that nobody waits at",
        },
        [LadderRung.YieldToPeer] = new("yield-to-peer", null)
        {
            ComparedWith = LadderRung.LoneYield,
            Difference = "the switch itself: both have one sched_yield in them, and only here another thread is picked and switched to",
        },
        [LadderRung.FutexOneCpu] = new("futex-one-cpu", null)
        {
            ComparedWith = LadderRung.YieldToPeer,
            Difference = "sleeping and waking: a futex wake and up to one wait a switch in place of one sched_yield, and both threads leave and enter the run queue",
        },
        [LadderRung.FutexTwoCpus] = new("futex-two-cpus", null)
        {
            ComparedWith = LadderRung.FutexOneCpu,
            Difference = "the other CPU: choosing it, interrupting it, and its way out of idle",
        },
        [LadderRung.FutexTwoCpusAwake] = new("futex-two-cpus-awake", null)
        {
            ComparedWith = LadderRung.FutexTwoCpus,
            Difference = "what it saves that neither CPU goes idle: a negative difference is the way into and out of idle, less preempting the thread that spins",
        },
    };

    /// <summary>The rung that it is compared with.</summary>
    public LadderRung? ComparedWith { get; private init; }

    /// <summary>What the difference between the two is.</summary>
    public string? Difference { get; private init; }

    /// <exception cref="System.ComponentModel.InvalidEnumArgumentException">None of the enum's.</exception>
    public static LadderTraits Of(LadderRung rung) => Known.TryGetValue(rung, out var traits)
        ? traits
        : throw new System.ComponentModel.InvalidEnumArgumentException(nameof(rung), (int)rung, typeof(LadderRung));

    private static LadderTraits OfCall(CallKind kind) => new(kind.JsonName(), kind);
}
