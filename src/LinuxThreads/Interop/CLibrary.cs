using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>What the C library says about itself.</summary>
internal static unsafe partial class CLibrary
{
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

    [LibraryImport(Pthread.Library, EntryPoint = "pthread_attr_getstacksize")]
    private static partial int AttrGetstacksize(byte* attributes, nuint* size);
}
