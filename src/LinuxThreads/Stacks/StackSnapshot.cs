using System.Diagnostics.CodeAnalysis;
using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>The stack of every thread of one process: where it lies and what of it is in memory.</summary>
/// <remarks>
/// A thread's stack is found by its bounds as the C library tells them (threads of this process that are in
/// <see cref="Native.ThreadRegister"/>), else by the head of its robust-futex list, which glibc keeps at the top of each stack, else by
/// its stack pointer, and for the first thread by the mapping <c>[stack]</c>; where two ways are open they are checked against each other.
/// Taken in one pass, not at one instant: a thread that ended meanwhile is left out, one that started meanwhile is not in.
/// Where a bound can't be known, the range and what follows from it are <see langword="null"/>, with the reason.
/// Needs <c>PTRACE_MODE_READ</c> on the process: the same user, or <c>CAP_SYS_PTRACE</c>.
/// </remarks>
/// <example><code>
/// var snapshot = StackSnapshot.Read(new Pid(4242));
/// foreach (var thread in snapshot.Threads)
/// {
///     Console.WriteLine($"{thread.Tid} {thread.Comm}: {thread.Rss} of {thread.Reserved}");
/// }
/// </code></example>
public sealed record StackSnapshot
{
    /// <summary>The process.</summary>
    public required Pid Pid { get; init; }

    /// <summary>Where the resident bytes came from.</summary>
    public required StackRoute Route { get; init; }

    /// <summary>How long reading took, in nanoseconds.</summary>
    /// <remarks>Source: <c>clock_gettime(CLOCK_MONOTONIC)</c>, at the end and at the beginning.</remarks>
    public required Nanoseconds Took { get; init; }

    /// <summary>The threads, by ascending id.</summary>
    public required IReadOnlyList<ThreadStack> Threads { get; init; }

    /// <summary>What decides about huge pages for every stack of the process alike.</summary>
    public required HugePageSettings HugePages { get; init; }

    /// <summary>The sums over <see cref="Threads"/>.</summary>
    public required StackTotals Totals { get; init; }

    /// <summary>What could not be had for the process as a whole, and why; what one thread lacks stands with the thread.</summary>
    public IReadOnlyList<Unavailable> Unavailable { get; init; } = [];

    /// <summary>Reads the stacks of a process.</summary>
    /// <exception cref="SyscallException">There is no such process (<c>ESRCH</c>), or its memory map may not be read (<c>EACCES</c>); the message says what to do.</exception>
    /// <exception cref="ProcfsFormatException">A file is not what the kernel documents.</exception>
    public static StackSnapshot Read(Pid pid) => TryRead(pid, out var snapshot) ? snapshot : throw Refusal(pid);

    /// <summary>Reads the stacks of a process; false only if there is no such process, or no longer.</summary>
    /// <exception cref="SyscallException">The process is there and its memory map may not be read.</exception>
    /// <exception cref="ProcfsFormatException">A file is not what the kernel documents.</exception>
    public static bool TryRead(Pid pid, [NotNullWhen(true)] out StackSnapshot? snapshot)
    {
        snapshot = new StackReader(ProcRoot.System, pid, pid == Pid.Current ? new OwnThreads() : new ForeignThreads()).TryRead();
        return snapshot is not null;
    }

    private static SyscallException Refusal(Pid pid) => PidStatus.TryRead(ProcRoot.System, pid, out var status) && status.Tgid != pid
        ? new SyscallException("open", Errno.ESRCH, $"process {pid}", $"{pid} is a thread of process {status.Tgid}, not a process: give {status.Tgid}.")
        : new SyscallException("open", Errno.ESRCH, $"process {pid}", $"There is no process {pid}, or no longer; with hidepid=2 other users' processes look the same.");
}
