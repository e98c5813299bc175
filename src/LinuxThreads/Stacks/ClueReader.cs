using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>Asks the kernel for what it tells of each thread: robust list, stack pointer, name.</summary>
internal sealed class ClueReader(ProcRoot root, Pid pid, IOwnThreads own)
{
    // PF_EXITING (include/linux/sched.h): the kernel has forgotten the robust list, the memory may be gone next.
    private const uint Exiting = 0x4;

    private readonly ProcBuffer _buffer = new();
    private SyscallException? _syscallRefused;
    private Errno? _robustListRefused;

    /// <summary>What was refused for every thread, for the snapshot.</summary>
    public IEnumerable<Unavailable> Withheld
    {
        get
        {
            if (_robustListRefused is { } errno)
            {
                yield return new Unavailable(
                    "located_by",
                    $"the threads' robust lists were not told: get_robust_list failed with {errno} ({errno.Number})",
                    "Run as the process's own user or as root (CAP_SYS_PTRACE), with a seccomp filter that allows get_robust_list.");
            }

            if (_syscallRefused is { } refused)
            {
                const string Fix = "Set kernel.yama.ptrace_scope to 0, or run as root (CAP_SYS_PTRACE).";
                yield return new Unavailable("located_by", $"the stacks found were not checked against the stack pointers: {refused.Message}", Fix);
                yield return new Unavailable("retained_bytes", "the stack pointers may not be read, for the same reason", Fix);
            }
        }
    }

    /// <summary>A thread's name; null if it is gone.</summary>
    public Comm? ReadComm(Tid tid) => Comm.TryRead(root, pid, tid, out var comm, _buffer) ? comm : null;

    /// <summary>What there is to find a thread's stack by; null if it is gone or about to be.</summary>
    public StackClues? Read(Tid tid)
    {
        if (!TryReadHead(tid, out var head, out var noHead) || !TryReadStackPointer(tid, out var pointer, out var noPointer, out var isOnCpu))
        {
            return null;
        }

        if (head is null && tid != pid.MainThread && IsEnding(tid))
        {
            return null;
        }

        var isOwn = own.TryFind(tid, out var bounds, out var guard);
        return new StackClues(tid)
        {
            IsMain = tid == pid.MainThread,
            OwnBounds = isOwn ? bounds : null,
            OwnGuard = guard,
            Head = head,
            NoHead = noHead,
            StackPointer = pointer,
            NoStackPointer = noPointer,
            IsOnCpu = isOnCpu,
        };
    }

    /// <summary>The head of a thread's robust list, or why there is none; false if the thread is gone.</summary>
    public bool TryReadHead(Tid tid, out ulong? head, out string? reason)
    {
        head = null;
        reason = null;
        if (TaskCalls.TryReadRobustList(tid, out var address, out var errno))
        {
            head = address == 0 ? null : (ulong)address;
            reason = address == 0 ? "it has registered no robust list (its C library is not glibc, it was made by a bare clone, or it has only just begun)" : null;
            return true;
        }

        if (errno == Errno.ESRCH)
        {
            return false;
        }

        _robustListRefused = errno;
        reason = $"get_robust_list failed with {errno}";
        return true;
    }

    /// <summary>True if a thread is gone, or on its way out.</summary>
    public bool IsEnding(Tid tid) => !PidStat.TryRead(root, pid, tid, out var stat, _buffer) || (stat.Flags & Exiting) != 0;

    private bool TryReadStackPointer(Tid tid, out ulong? pointer, out string? reason, out bool isOnCpu)
    {
        pointer = null;
        isOnCpu = false;
        // One refusal speaks for all threads of the process, and asking is the slowest of all questions.
        reason = _syscallRefused is null ? null : "its stack pointer may not be read";
        if (_syscallRefused is not null)
        {
            return true;
        }

        try
        {
            if (!PidSyscall.TryRead(root, pid, tid, out var syscall, _buffer))
            {
                return false;
            }

            pointer = syscall.StackPointer is 0 ? null : syscall.StackPointer;
            isOnCpu = syscall.Position == SyscallPosition.Running;
            reason = isOnCpu
                ? "it is on a CPU, where the kernel does not tell its stack pointer"
                : "no block of a C library was found above its stack pointer";
        }
        catch (SyscallException exception) when (exception.Errno == Errno.EPERM || exception.Errno == Errno.EACCES)
        {
            _syscallRefused = exception;
            reason = "its stack pointer may not be read";
        }
        catch (KernelFeatureMissingException)
        {
            reason = "the kernel has no syscall file to tell its stack pointer";
        }

        return true;
    }
}
