using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>The version of glibc that this process runs on.</summary>
internal static unsafe class LibcVersion
{
    /// <summary>The version, for instance <c>2.36</c>; <see langword="null"/> if the loaded C library has no <c>gnu_get_libc_version</c>, so is not glibc.</summary>
    /// <remarks>
    /// Looked up in what the program has already loaded: loading <c>libc.so.6</c> by name could bring a second C library
    /// into a process that runs on musl.
    /// </remarks>
    public static string? ReadGlibc()
    {
        if (!NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "gnu_get_libc_version", out var function))
        {
            return null;
        }

        var version = ((delegate* unmanaged<byte*>)function)();
        return Marshal.PtrToStringUTF8((nint)version);
    }
}
