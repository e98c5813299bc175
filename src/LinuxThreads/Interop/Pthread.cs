using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>The C library's thread functions; each returns 0 or an error number and leaves <c>errno</c> alone.</summary>
/// <remarks>
/// The name <c>libpthread.so.0</c> serves every C library: before glibc 2.34 the functions live there, since then that
/// file is empty but depends on libc, which a symbol look-up follows; musl's loader takes the name to mean itself.
/// </remarks>
internal static unsafe partial class Pthread
{
    internal const string Library = "libpthread.so.0";

    [LibraryImport(Library, EntryPoint = "pthread_create")]
    public static partial int Create(nint* thread, byte* attributes, nint function, nint argument);

    [LibraryImport(Library, EntryPoint = "pthread_join")]
    public static partial int Join(nint thread, nint* returned);

    [LibraryImport(Library, EntryPoint = "pthread_detach")]
    public static partial int Detach(nint thread);

    [LibraryImport(Library, EntryPoint = "pthread_self")]
    public static partial nint Self();

    [LibraryImport(Library, EntryPoint = "pthread_getcpuclockid")]
    public static partial int Getcpuclockid(nint thread, int* clock);

    [LibraryImport(Library, EntryPoint = "pthread_getattr_np")]
    public static partial int Getattr(nint thread, byte* attributes);

    [LibraryImport(Library, EntryPoint = "pthread_attr_init")]
    public static partial int AttrInit(byte* attributes);

    [LibraryImport(Library, EntryPoint = "pthread_attr_destroy")]
    public static partial int AttrDestroy(byte* attributes);

    [LibraryImport(Library, EntryPoint = "pthread_attr_setstacksize")]
    public static partial int AttrSetstacksize(byte* attributes, nuint size);

    [LibraryImport(Library, EntryPoint = "pthread_attr_setguardsize")]
    public static partial int AttrSetguardsize(byte* attributes, nuint size);

    [LibraryImport(Library, EntryPoint = "pthread_attr_getguardsize")]
    public static partial int AttrGetguardsize(byte* attributes, nuint* size);

    [LibraryImport(Library, EntryPoint = "pthread_attr_getstack")]
    public static partial int AttrGetstack(byte* attributes, nint* low, nuint* size);

    // glibc only; PthreadAttributes.CanCarryAffinity says whether it is there.
    [LibraryImport(Library, EntryPoint = "pthread_attr_setaffinity_np")]
    public static partial int AttrSetaffinity(byte* attributes, nuint size, byte* mask);
}
