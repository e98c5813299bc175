using System.Runtime.InteropServices;
using System.Text;

namespace LinuxThreads.Interop;

/// <summary>What the C library says about itself.</summary>
internal static unsafe partial class CLibrary
{
    // _CS_GNU_LIBC_VERSION (bits/confname.h); musl knows no such name and answers 0.
    private const int CsGnuLibcVersion = 2;

    /// <summary>The version of glibc this process runs on; null on another C library.</summary>
    public static Version? GlibcVersion { get; } = ReadGlibcVersion();

    /// <summary>The stack a thread gets that asks for none: glibc takes RLIMIT_STACK at the program's start, musl 128 KiB.</summary>
    /// <exception cref="SyscallException">The C library would not tell.</exception>
    public static ByteSize DefaultStackSize
    {
        get
        {
            var storage = stackalloc long[PthreadAttributes.Capacity / sizeof(long)];
            var attributes = (byte*)storage;
            nuint size = 0;
            LastError.ThrowIfError(Pthread.AttrInit(attributes), "pthread_attr_init", "new attributes");
            var error = AttrGetstacksize(attributes, &size);
            _ = Pthread.AttrDestroy(attributes);
            LastError.ThrowIfError(error, "pthread_attr_getstacksize", "new attributes");
            return new ByteSize(checked((long)size));
        }
    }

    private static Version? ReadGlibcVersion()
    {
        var text = stackalloc byte[64];
        var length = Confstr(CsGnuLibcVersion, text, 64);
        return length is > 1 and <= 64
            && Encoding.ASCII.GetString(text, (int)length - 1).Split(' ') is ["glibc", var number]
            && Version.TryParse(number, out var version)
            ? version
            : null;
    }

    [LibraryImport("libc", EntryPoint = "confstr")]
    private static partial nuint Confstr(int name, byte* buffer, nuint length);

    [LibraryImport(Pthread.Library, EntryPoint = "pthread_attr_getstacksize")]
    private static partial int AttrGetstacksize(byte* attributes, nuint* size);
}
