namespace LinuxThreads.Interop;

/// <summary><c>sched_getaffinity</c> and <c>sched_setaffinity</c> over byte masks of any length; bit n stands for CPU n.</summary>
internal static unsafe class Affinity
{
    // The kernel refuses a mask shorter than its own (nr_cpu_ids bits) with EINVAL, so the mask is doubled until it fits.
    private const int FirstMaskBytes = 128;
    private const int LargestMaskBytes = 1 << 20;

    /// <summary>Reads the mask of a thread; 0 is the calling one.</summary>
    /// <returns><see langword="null"/> and the kernel's answer if it refused.</returns>
    public static byte[]? TryRead(int tid, out Errno errno)
    {
        for (var length = FirstMaskBytes; ; length *= 2)
        {
            var mask = new byte[length];
            fixed (byte* bytes = mask)
            {
                if (Libc.SchedGetaffinity(tid, (nuint)length, bytes) == 0)
                {
                    errno = default;
                    return mask;
                }
            }

            errno = LastError.Read();
            if (errno != Errno.EINVAL || length == LargestMaskBytes)
            {
                return null;
            }
        }
    }

    /// <summary>Sets the mask of a thread; 0 is the calling one.</summary>
    /// <returns>False and the kernel's answer if it refused.</returns>
    public static bool TryWrite(int tid, ReadOnlySpan<byte> mask, out Errno errno)
    {
        fixed (byte* bytes = mask)
        {
            if (Libc.SchedSetaffinity(tid, (nuint)mask.Length, bytes) == 0)
            {
                errno = default;
                return true;
            }
        }

        errno = LastError.Read();
        return false;
    }
}
