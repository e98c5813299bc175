using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>A <c>pthread_attr_t</c> between its <c>init</c> and its <c>destroy</c>; methods return 0 or an error number.</summary>
internal unsafe ref struct PthreadAttributes
{
    // The type is opaque and differs by C library: 56 bytes on x86-64, 64 on arm64 glibc. Nothing here reads it, so any
    // buffer that is large enough and aligned for pointers will do; a test compares with sizeof in the system's headers.
    internal const int Capacity = 256;

    private fixed long _storage[Capacity / sizeof(long)];

    /// <summary>True if this C library can start a thread on given CPUs (glibc); musl lacks the attribute.</summary>
    public static bool CanCarryAffinity { get; } =
        NativeLibrary.TryLoad(Pthread.Library, out var library) &&
        NativeLibrary.TryGetExport(library, "pthread_attr_setaffinity_np", out _);

    public int Initialize()
    {
        fixed (long* storage = _storage)
        {
            return Pthread.AttrInit((byte*)storage);
        }
    }

    public int SetStackSize(ByteSize size)
    {
        fixed (long* storage = _storage)
        {
            return Pthread.AttrSetstacksize((byte*)storage, checked((nuint)size.Bytes));
        }
    }

    public int SetGuardSize(ByteSize size)
    {
        fixed (long* storage = _storage)
        {
            return Pthread.AttrSetguardsize((byte*)storage, checked((nuint)size.Bytes));
        }
    }

    public int SetAffinity(ReadOnlySpan<byte> mask)
    {
        fixed (long* storage = _storage)
        fixed (byte* bytes = mask)
        {
            return Pthread.AttrSetaffinity((byte*)storage, (nuint)mask.Length, bytes);
        }
    }

    public int Create(nint function, nint argument, out nint thread)
    {
        nint created = 0;
        int error;
        fixed (long* storage = _storage)
        {
            error = Pthread.Create(&created, (byte*)storage, function, argument);
        }

        thread = created;
        return error;
    }

    /// <summary>Fills the attributes from a thread that is not joined yet.</summary>
    public int ReadFrom(nint thread)
    {
        fixed (long* storage = _storage)
        {
            return Pthread.Getattr(thread, (byte*)storage);
        }
    }

    public int ReadStack(out nint low, out nuint size, out nuint guard)
    {
        nint lowest = 0;
        nuint bytes = 0;
        nuint guardBytes = 0;
        int error;
        fixed (long* storage = _storage)
        {
            error = Pthread.AttrGetstack((byte*)storage, &lowest, &bytes);
            if (error == 0)
            {
                error = Pthread.AttrGetguardsize((byte*)storage, &guardBytes);
            }
        }

        low = lowest;
        size = bytes;
        guard = guardBytes;
        return error;
    }

    /// <summary>Frees what the C library hung onto the attributes (an affinity mask).</summary>
    public void Destroy()
    {
        fixed (long* storage = _storage)
        {
            // Documented to fail only on an object that was never initialised.
            _ = Pthread.AttrDestroy((byte*)storage);
        }
    }
}
