namespace LinuxThreads.Interop;

/// <summary>Asks the running kernel for one of its features by using it, and says how it answered.</summary>
/// <remarks>A probe answers <see langword="null"/> if the feature worked, else the kernel's refusal. Nothing it does outlives it.</remarks>
internal static unsafe class KernelProbes
{
    /// <summary>A count of context switches, which only a counter that includes the kernel sees.</summary>
    public static readonly (uint Type, ulong Config) ContextSwitches = (PerfTypeSoftware, 3);

    /// <summary>The cycle counter of the CPU's performance monitoring unit.</summary>
    public static readonly (uint Type, ulong Config) CpuCycles = (PerfTypeHardware, 0);

    private const uint PerfTypeHardware = 0;
    private const uint PerfTypeSoftware = 1;

    // PERF_ATTR_SIZE_VER0: every kernel with perf events takes it.
    private const int PerfAttributeBytes = 64;
    private const ulong PerfDisabled = 1 << 0;
    private const ulong PerfExcludeKernel = 1 << 5;
    private const ulong PerfExcludeHypervisor = 1 << 6;

    private const int PerfFlagCloseOnExec = 1 << 3;

    // Of FUTEX_SWAP as it was proposed in 2020; FUTEX_LOCK_PI2 since Linux 5.14.
    private const int FutexOperation13Private = 13 | 128;

    private const int SeccompGetActionAvailable = 2;
    private const uint SeccompReturnUserNotification = 0x7fc00000;

    private const int PrRseqSliceExtension = 79;
    private const int PrRseqSliceExtensionGet = 1;

    private const int PrFutexHash = 78;
    private const int PrFutexHashGetSlots = 2;
    private const int ClockMonotonicCoarse = 6;

    /// <summary>The private futex hash's number of slots: 0 if this process uses the global hash; null and the refusal if the kernel has no private hash.</summary>
    public static int? ReadFutexHashSlots(out Errno errno)
    {
        var slots = Libc.Prctl(PrFutexHash, PrFutexHashGetSlots, 0, 0, 0);
        errno = slots < 0 ? LastError.Read() : default;
        return slots < 0 ? null : slots;
    }

    /// <summary>The length of one timer tick, which is the resolution of the coarse clocks (<c>LOW_RES_NSEC</c>); null and the refusal if there is none.</summary>
    public static Nanoseconds? ReadTickLength(out Errno errno)
    {
        var resolution = stackalloc long[2];
        if (ProbeCalls.ClockGetres(ClockMonotonicCoarse, resolution) != 0)
        {
            errno = LastError.Read();
            return null;
        }

        errno = default;
        return new Nanoseconds(checked((resolution[0] * Nanoseconds.PerSecond) + resolution[1]));
    }

    /// <summary>Reads the entry of one page of this process from <c>/proc/self/pagemap</c>.</summary>
    public static Errno? TryPagemap()
    {
        ulong entry = 0;
        var descriptor = Open("/proc/self/pagemap"u8);
        if (descriptor < 0)
        {
            return LastError.Read();
        }

        var offset = checked((long)((ulong)&entry / (ulong)Environment.SystemPageSize * sizeof(ulong)));
        var count = ProbeCalls.Pread(descriptor, (byte*)&entry, sizeof(ulong), offset);
        Errno? refused = count < 0 ? LastError.Read() : null;
        _ = Libc.Close(descriptor);
        return refused;
    }

    /// <summary><c>PAGEMAP_SCAN</c> over one page of this process.</summary>
    public static Errno? TryPagemapScan()
    {
        // struct pm_scan_arg, include/uapi/linux/fs.h: twelve 64-bit words.
        var pageSize = (ulong)Environment.SystemPageSize;
        var argument = stackalloc ulong[12];
        var regions = stackalloc ulong[3];
        var start = (ulong)argument / pageSize * pageSize;
        new Span<ulong>(argument, 12).Clear();
        argument[0] = 12 * sizeof(ulong);
        argument[2] = start;
        argument[3] = start + pageSize;
        argument[5] = (ulong)regions;
        argument[6] = 1;
        argument[11] = 1 << 3; // PAGE_IS_PRESENT
        return TryIoctl("/proc/self/pagemap"u8, 16, 12, argument);
    }

    /// <summary><c>PROCMAP_QUERY</c> for the mapping that holds this call's stack.</summary>
    public static Errno? TryProcmapQuery()
    {
        // struct procmap_query, include/uapi/linux/fs.h: 104 bytes, of which a plain query sets the first three words.
        var argument = stackalloc ulong[13];
        new Span<ulong>(argument, 13).Clear();
        argument[0] = 13 * sizeof(ulong);
        argument[2] = (ulong)argument;
        return TryIoctl("/proc/self/maps"u8, 17, 13, argument);
    }

    /// <summary>Opens a performance counter on the calling thread and closes it again.</summary>
    public static Errno? TryPerfEvent((uint Type, ulong Config) counter, bool includeKernel)
    {
        // struct perf_event_attr, version 0, in 64-bit words: type and size, config, period, sample_type, read_format, flags.
        var attribute = stackalloc ulong[PerfAttributeBytes / sizeof(ulong)];
        new Span<ulong>(attribute, PerfAttributeBytes / sizeof(ulong)).Clear();
        attribute[0] = counter.Type | ((ulong)PerfAttributeBytes << 32);
        attribute[1] = counter.Config;
        attribute[5] = PerfDisabled | PerfExcludeHypervisor | (includeKernel ? 0 : PerfExcludeKernel);
        var descriptor = Libc.Syscall(SyscallNumbers.PerfEventOpen, (nint)attribute, 0, -1, -1, PerfFlagCloseOnExec, 0);
        if (descriptor < 0)
        {
            return LastError.Read();
        }

        _ = Libc.Close((int)descriptor);
        return null;
    }

    /// <summary>
    /// Operation 13 of <c>futex(2)</c> on a word that holds the caller's own id, with another value expected, and a second word that nobody waits for:
    /// <c>EDEADLK</c> from FUTEX_LOCK_PI2, whose lock the caller then holds already; <c>EAGAIN</c> from FUTEX_SWAP, which is to wait for the value.
    /// </summary>
    public static Errno? TryFutexSwap(Tid caller)
    {
        var word = caller.Value;
        var other = 0;
        return Libc.Syscall(SyscallNumbers.Futex, (nint)(&word), FutexOperation13Private, ~word, 0, (nint)(&other), 0) < 0 ? LastError.Read() : null;
    }

    /// <summary>Asks whether a seccomp filter may answer with a notification; installs none.</summary>
    public static Errno? TrySeccompUserNotification()
    {
        var action = SeccompReturnUserNotification;
        return Libc.Syscall(SyscallNumbers.Seccomp, SeccompGetActionAvailable, 0, (nint)(&action)) < 0 ? LastError.Read() : null;
    }

    /// <summary>Asks whether this thread's time slices may be extended; changes nothing.</summary>
    public static Errno? TryRseqSliceExtension() =>
        Libc.Prctl(PrRseqSliceExtension, PrRseqSliceExtensionGet, 0, 0, 0) < 0 ? LastError.Read() : null;

    private static Errno? TryIoctl(ReadOnlySpan<byte> zeroTerminatedPath, uint number, uint words, ulong* argument)
    {
        var descriptor = Open(zeroTerminatedPath);
        if (descriptor < 0)
        {
            return LastError.Read();
        }

        // _IOWR('f', number, struct of that many words)
        var request = (3u << 30) | ((words * sizeof(ulong)) << 16) | ((uint)'f' << 8) | number;
        Errno? refused = ProbeCalls.Ioctl(descriptor, request, argument) < 0 ? LastError.Read() : null;
        _ = Libc.Close(descriptor);
        return refused;
    }

    private static int Open(ReadOnlySpan<byte> zeroTerminatedPath)
    {
        fixed (byte* path = zeroTerminatedPath)
        {
            return ProbeCalls.Open(path, LinuxConstants.OCloexec);
        }
    }
}
