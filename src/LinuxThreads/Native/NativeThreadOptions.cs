using LinuxThreads.Interop;

namespace LinuxThreads.Native;

/// <summary>How a <see cref="NativeThread"/> is to be made; immutable, and each value is checked when it is set.</summary>
public sealed record NativeThreadOptions
{
    /// <summary>Everything as the C library makes it: stack size from <c>RLIMIT_STACK</c>, one guard page, the creator's CPUs and name.</summary>
    public static NativeThreadOptions Default { get; } = new();

    /// <summary>The size of the stack in bytes, without the guard; <see langword="null"/> is the C library's default.</summary>
    /// <remarks>
    /// Source: <c>pthread_attr_setstacksize(3)</c>. glibc's default is <c>RLIMIT_STACK</c> at the start of the process (8 MiB as a
    /// rule), musl's 128 KiB. The size is reserved address space, not memory: pages become resident when they are touched. The C
    /// library may hand out a larger stack that an ended thread left behind. Thread-local storage lies in it too.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The size is below the C library's minimum, which the message names.</exception>
    public ByteSize? StackSize
    {
        get;
        init
        {
            if (value is { } size)
            {
                var minimum = new ByteSize(Posix.Current.Sysconf(SysconfName.ThreadStackMin));
                if (size < minimum)
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(StackSize), size, $"The smallest stack of a thread is {minimum} here (PTHREAD_STACK_MIN).");
                }
            }

            field = value;
        }
    }

    /// <summary>The size in bytes of the inaccessible area below the stack, 0 for none; <see langword="null"/> is the C library's default, one page.</summary>
    /// <remarks>Source: <c>pthread_attr_setguardsize(3)</c>; rounded up to whole pages. Without a guard an overflow writes into whatever lies below.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public ByteSize? GuardSize
    {
        get;
        init
        {
            if (value is { Bytes: < 0 })
            {
                throw new ArgumentOutOfRangeException(nameof(GuardSize), value, "A guard has no negative size; 0 B is no guard.");
            }

            field = value;
        }
    }

    /// <summary>The CPUs the thread may run on from its first instruction; <see langword="null"/> is those of its creator.</summary>
    /// <remarks>CPUs that are offline or outside the cgroup's cpuset are dropped by the kernel; <see cref="CpuSet.OfThread"/> reads what it made of the set.</remarks>
    /// <exception cref="ArgumentException">The set is empty.</exception>
    public CpuSet? Cpus
    {
        get;
        init
        {
            if (value is { Count: 0 })
            {
                throw new ArgumentException("A thread needs at least one CPU to run on; null leaves it those of its creator.", nameof(Cpus));
            }

            field = value;
        }
    }

    /// <summary>The thread's name, 1 to 15 bytes of UTF-8; <see langword="null"/> leaves it the name of its creator.</summary>
    /// <remarks>Source: <c>prctl(PR_SET_NAME)</c>, <c>/proc/[pid]/task/[tid]/comm</c>.</remarks>
    /// <exception cref="ArgumentException">The kernel could not hold the name as it is.</exception>
    public string? Name
    {
        get;
        init
        {
            if (value is not null)
            {
                ThreadName.Encode(value, nameof(Name));
            }

            field = value;
        }
    }

    /// <summary>What was asked for, as the target of an error message.</summary>
    internal string Describe()
    {
        var stack = StackSize is { } size ? $"{size} of stack" : "the default stack";
        var guard = GuardSize is { } area ? $" and {area} of guard" : "";
        var cpus = Cpus is null ? "" : $" on CPUs {Cpus}";
        return $"a thread with {stack}{guard}{cpus}";
    }
}
