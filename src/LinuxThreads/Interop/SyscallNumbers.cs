using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>The numbers of the system calls that are made without a libc function, per architecture.</summary>
/// <remarks>x86-64: <c>arch/x86/entry/syscalls/syscall_64.tbl</c>; arm64: <c>include/uapi/asm-generic/unistd.h</c>.</remarks>
internal static class SyscallNumbers
{
    private static readonly Architecture Running = RuntimeInformation.ProcessArchitecture;

    public static nint Gettid => Select(186, 178);

    public static nint Sigaltstack => Select(131, 132);

    public static nint Futex => Select(202, 98);

    public static nint GetRobustList => Select(274, 100);

    public static nint MemfdCreate => Select(319, 279);

    public static nint Clone3 => Select(435, 435);

    public static nint Seccomp => Select(317, 277);

    public static nint PerfEventOpen => Select(298, 241);

    private static nint Select(int x64, int arm64) => Running switch
    {
        Architecture.X64 => x64,
        Architecture.Arm64 => arm64,
        _ => throw LinuxPlatform.Refusal(),
    };
}
