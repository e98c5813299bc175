using LinuxThreads.Headroom;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Scale;

/// <summary>What a number of threads alive together took; where something stopped it, what was reached until then.</summary>
public sealed record ScaleResult
{
    /// <summary>What was asked for.</summary>
    public required ScalePlan Plan { get; init; }

    /// <summary>What ended it.</summary>
    public required ScaleEnd EndedBy { get; init; }

    /// <summary>Why, in sentences, with what to do about it; <see langword="null"/> if all was done.</summary>
    public string? Why { get; init; }

    /// <summary>What a refused creation answered; <see langword="null"/> if none was refused.</summary>
    public Errno? Errno { get; init; }

    /// <summary>The limits that stop, or stopped, it, the tightest first; empty if none did, or none is known to.</summary>
    public IReadOnlyList<LimitCheck> InTheWay { get; init; } = [];

    /// <summary>Threads that were created, and alive together.</summary>
    public long ThreadsCreated { get; init; }

    /// <summary>Time spent in the loops of <c>pthread_create</c>; <see langword="null"/> if it is not known.</summary>
    public Nanoseconds? Creating { get; init; }

    /// <summary>The same, in nanoseconds a thread; <see langword="null"/> if none was created.</summary>
    public double? CreateNsPerThread => ThreadsCreated > 0 ? Creating?.Value / (double)ThreadsCreated : null;

    /// <summary>The memory of the threads; <see langword="null"/> if it came to no second reading.</summary>
    public ScaleLedger? Ledger { get; init; }

    /// <summary>The hand-overs, by order; empty if it did not come to them.</summary>
    public IReadOnlyList<ScaleHandOver> HandOvers { get; init; } = [];

    /// <summary>The CPU that the threads were on while the token went round; <see langword="null"/> if it did not.</summary>
    public int? Cpu { get; init; }

    /// <summary>Buckets of the process's own futex hash with all threads alive; 0 if it uses the kernel's global one; <see langword="null"/> if not known.</summary>
    /// <remarks>Source: <c>prctl(PR_FUTEX_HASH, PR_FUTEX_HASH_GET_SLOTS)</c>. Since: Linux 6.16.</remarks>
    public int? FutexHashBuckets { get; init; }

    /// <summary>Time to wake all threads and join each; <see langword="null"/> if the process was ended without.</summary>
    public Nanoseconds? Joining { get; init; }

    /// <summary>Time to end the process, threads that were still there included.</summary>
    public Nanoseconds Ending { get; init; }

    /// <summary>Kernel settings that were raised, and what became of each.</summary>
    public IReadOnlyList<SysctlChange> Sysctls { get; init; } = [];

    /// <summary>What is left behind, in sentences, looked for at the very end; empty if nothing is.</summary>
    public IReadOnlyList<string> LeftBehind { get; init; } = [];

    /// <summary>What could not be had, and why.</summary>
    public IReadOnlyList<Unavailable> Unavailable { get; init; } = [];

    /// <summary>What a reader must know beside the figures; that of the ledger and of the hand-overs is with them.</summary>
    public IReadOnlyList<Caveat> Caveats { get; init; } = [];

    /// <summary>How long all of it took.</summary>
    public Nanoseconds Took { get; init; }

    /// <summary>The first verdict, in the order of precedence, of the hand-overs; <see cref="Verdict.Unverified"/> if there are none.</summary>
    public Verdict Verdict => HandOvers.Count == 0 ? Verdict.Unverified : HandOvers.Min(order => order.Verdict);

    /// <summary>The hand-over in one order; <see langword="null"/> if it was not measured.</summary>
    public ScaleHandOver? HandOver(HandOverOrder order) => HandOvers.FirstOrDefault(row => row.Order == order);
}
