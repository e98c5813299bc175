using LinuxThreads.Interop;

namespace LinuxThreads.Headroom;

/// <summary>What can refuse a thread without any count: a seccomp filter, and a stack that is too small.</summary>
internal static class CallChecks
{
    private const string Clone3 = "clone3(2)";
    private const int SeccompOff = 0;

    // glibc 2.34 (NEWS, BZ #27910) creates threads by clone3 and goes back to clone on ENOSYS only.
    private static readonly Version FirstGlibcWithClone3 = new(2, 34);

    /// <summary>A filter that answers <c>clone3</c> with anything but <c>ENOSYS</c> keeps glibc from creating threads at all.</summary>
    public static LimitCheck Seccomp(LimitContext context, Func<Errno> probe, Version? glibc)
    {
        var check = new LimitCheck
        {
            Name = LimitName.SeccompClone3,
            Scope = context.ProcessScope,
            Path = Clone3,
            Enforced = false,
            HowToRaise = "Let the container's seccomp profile answer clone3 with ENOSYS or allow it (Docker 20.10.10, containerd 1.5.10 or later do).",
        };
        if (context.Status.Seccomp == SeccompOff)
        {
            return check with { Why = "No seccomp filter is attached." };
        }

        if (context.Pid != Pid.Current)
        {
            return check with { Enforced = null, Readable = false, Errno = Errno.EPERM, Why = "The process has a seccomp filter; only the process itself can try what it answers." };
        }

        // An argument block of no size: the kernel answers EINVAL before it does anything.
        var answer = probe();
        if (answer == Errno.EINVAL)
        {
            return check with { Why = "The kernel takes clone3." };
        }

        if (answer == Errno.ENOSYS)
        {
            return check with { Why = "clone3 answers ENOSYS, for which the C library has clone." };
        }

        return glibc is null || glibc < FirstGlibcWithClone3
            ? check with { Why = $"clone3 answers {answer}, but this C library does not call it." }
            : check with { Enforced = true, Errno = answer, ThreadsUntilHit = 0, Why = $"A seccomp filter answers clone3 with {answer}; glibc {glibc} only expects ENOSYS." };
    }

    /// <summary>The smallest stack the C library makes; a .NET thread that asks for less silently gets that.</summary>
    public static LimitCheck StackMinimum(LimitContext context, long minimum)
    {
        var asked = context.Cost.StackSize;
        var tooSmall = asked is { } size && size.Bytes < minimum;
        var raised = context.Cost.Kind == ThreadKind.DotnetThread;
        return new LimitCheck
        {
            Name = LimitName.StackMin,
            Scope = context.ProcessScope,
            Path = "sysconf(_SC_THREAD_STACK_MIN)",
            Unit = "bytes",
            Limit = RlimitValue.Limited((ulong)minimum),
            Current = asked?.Bytes,
            ThreadsUntilHit = tooSmall && !raised ? 0 : null,
            Errno = Errno.EINVAL,
            Enforced = tooSmall && !raised,
            Why = asked is null ? "The C library's default stack is asked for."
                : !tooSmall ? "The stack asked for is large enough."
                : raised ? "The runtime raises a stack that is too small." : "The stack asked for is smaller than the C library makes.",
            HowToRaise = $"Ask for a stack of at least {minimum} bytes.",
        };
    }

    /// <summary>What the kernel, or a filter before it, answers to a <c>clone3</c> that cannot succeed.</summary>
    public static Errno ProbeClone3()
    {
        LinuxPlatform.Require();
        return Libc.Syscall(SyscallNumbers.Clone3, 0, 0, 0) == -1
            ? LastError.Read()
            : throw new KernelFeatureMissingException("clone3 that checks its arguments", "Linux 5.3 or later");
    }
}
