using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>The platforms this library's system calls are written for: 64-bit Linux on x86-64 and arm64.</summary>
internal static class LinuxPlatform
{
    private static readonly bool IsSupported = Objection(OperatingSystem.IsLinux(), RuntimeInformation.ProcessArchitecture) is null;

    /// <summary>Passes on a supported platform.</summary>
    /// <exception cref="PlatformNotSupportedException">This is not Linux, or neither x86-64 nor arm64.</exception>
    public static void Require()
    {
        if (!IsSupported)
        {
            throw Refusal();
        }
    }

    /// <summary>The exception that says in one sentence why this platform cannot be served.</summary>
    public static PlatformNotSupportedException Refusal() =>
        new(Objection(OperatingSystem.IsLinux(), RuntimeInformation.ProcessArchitecture));

    /// <summary>Why a platform cannot be served, as one sentence; <see langword="null"/> if it can.</summary>
    internal static string? Objection(bool isLinux, Architecture architecture) => (isLinux, architecture) switch
    {
        (false, _) => "LinuxThreads needs a Linux kernel: it starts threads with pthread_create and reads the kernel's own counters.",
        (true, Architecture.X64 or Architecture.Arm64) => null,
        _ => $"LinuxThreads knows the system calls of x86-64 and arm64, and this process runs as {architecture}.",
    };
}
