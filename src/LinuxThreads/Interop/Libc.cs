using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>The C library's functions as they are: scalars and pointers in, <c>errno</c> through <see cref="Marshal.GetLastPInvokeError"/>.</summary>
/// <remarks>
/// The bare name <c>libc</c> loads on both C libraries: the runtime maps it to <c>libc.so.6</c> on glibc (where
/// <c>libc.so</c> is a linker script), and musl's loader takes any <c>libc.so</c> to mean itself.
/// </remarks>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    // syscall(2) is variadic in C. Integer arguments travel in the same registers either way on x86-64 and on arm64
    // Linux, so fixed declarations are right; on arm64 macOS they would not be.
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint Syscall(nint number, nint a1, nint a2, nint a3);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint Syscall(nint number, nint a1, nint a2, nint a3, nint a4, nint a5, nint a6);

    // No GC transition: for gettid, which reads one field of the task, cannot block or fail, and takes about 100 ns.
    [LibraryImport(Library, EntryPoint = "syscall")]
    [SuppressGCTransition]
    public static partial nint SyscallThatNeverBlocks(nint number);

    // No GC transition: the vDSO (or rseq, glibc 2.35) answers in user space in a few ns.
    [LibraryImport(Library, EntryPoint = "sched_getcpu", SetLastError = true)]
    [SuppressGCTransition]
    public static partial int SchedGetcpu();

    // With the GC transition kept: giving the CPU away may take as long as every other thread's turn.
    [LibraryImport(Library, EntryPoint = "sched_yield", SetLastError = true)]
    public static partial int SchedYield();

    [LibraryImport(Library, EntryPoint = "sched_setaffinity", SetLastError = true)]
    public static partial int SchedSetaffinity(int tid, nuint size, byte* mask);

    [LibraryImport(Library, EntryPoint = "sched_getaffinity", SetLastError = true)]
    public static partial int SchedGetaffinity(int tid, nuint size, byte* mask);

    /// <summary><c>struct rusage</c> as 18 longs: 64-bit Linux, checked against the headers by a test.</summary>
    [LibraryImport(Library, EntryPoint = "getrusage", SetLastError = true)]
    public static partial int Getrusage(int who, long* usage);

    /// <summary><c>struct timespec</c> as two longs, seconds and nanoseconds.</summary>
    [LibraryImport(Library, EntryPoint = "clock_gettime", SetLastError = true)]
    public static partial int ClockGettime(int clock, long* timespec);

    // No GC transition: for CLOCK_MONOTONIC only, which the vDSO answers in some 20 ns (a plain system call of well
    // under a microsecond where the clock source cannot be read in user space). CPU-time clocks sum over threads.
    [LibraryImport(Library, EntryPoint = "clock_gettime", SetLastError = true)]
    [SuppressGCTransition]
    public static partial int ClockGettimeOfVdso(int clock, long* timespec);

    [LibraryImport(Library, EntryPoint = "sysconf", SetLastError = true)]
    public static partial long Sysconf(int name);

    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Mmap(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport(Library, EntryPoint = "munmap", SetLastError = true)]
    public static partial int Munmap(nint address, nuint length);

    [LibraryImport(Library, EntryPoint = "mprotect", SetLastError = true)]
    public static partial int Mprotect(nint address, nuint length, int protection);

    [LibraryImport(Library, EntryPoint = "madvise", SetLastError = true)]
    public static partial int Madvise(nint address, nuint length, int advice);

    [LibraryImport(Library, EntryPoint = "mincore", SetLastError = true)]
    public static partial int Mincore(nint address, nuint length, byte* residency);

    [LibraryImport(Library, EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe2(int* descriptors, int flags);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    /// <summary>Sends this process <c>SIGALRM</c> after so many seconds, 0 for never; fails in no case.</summary>
    [LibraryImport(Library, EntryPoint = "alarm")]
    public static partial uint Alarm(uint seconds);

    // No errno: 0 is the answer both for a value of 0 and for one that the kernel did not give.
    [LibraryImport(Library, EntryPoint = "getauxval")]
    public static partial nuint Getauxval(nuint type);

    // prctl(2) is variadic too; see Syscall.
    [LibraryImport(Library, EntryPoint = "prctl", SetLastError = true)]
    public static partial int Prctl(int option, nint a2, nint a3, nint a4, nint a5);
}
