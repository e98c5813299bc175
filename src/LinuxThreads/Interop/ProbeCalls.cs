using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>The C library functions that <see cref="KernelProbes"/> and <see cref="TaskstatsProbe"/> try the kernel with.</summary>
internal static unsafe partial class ProbeCalls
{
    private const string Library = "libc";

    // ioctl(2) and open(2) are variadic in C; see Libc.Syscall.
    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(int descriptor, nuint request, ulong* argument);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true)]
    public static partial int Open(byte* path, int flags);

    [LibraryImport(Library, EntryPoint = "pread", SetLastError = true)]
    public static partial nint Pread(int descriptor, byte* buffer, nuint length, long offset);

    /// <summary><c>struct timespec</c> as two longs: 64-bit Linux.</summary>
    [LibraryImport(Library, EntryPoint = "clock_getres", SetLastError = true)]
    public static partial int ClockGetres(int clock, long* timespec);

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* message, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nuint length, int flags);
}
