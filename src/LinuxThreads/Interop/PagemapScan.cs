using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LinuxThreads.Interop;

/// <summary>The <c>PAGEMAP_SCAN</c> request on <c>/proc/[pid]/pagemap</c> (<c>include/uapi/linux/fs.h</c>), since Linux 6.7.</summary>
internal static unsafe partial class PagemapScan
{
    /// <summary><c>PAGE_IS_HUGE</c>: mapped by a huge page, transparent or of hugetlbfs.</summary>
    public const ulong PageIsHuge = 1 << 6;

    // _IOWR('f', 16, struct pm_scan_arg): direction 3, size 96. The same on x86-64 and arm64.
    private const nuint Request = 0xC060_6610;

    // struct pm_scan_arg: twelve 64-bit fields.
    private const int ArgumentLength = 12;
    private const int Start = 2;
    private const int End = 3;
    private const int WalkEnd = 4;
    private const int Vector = 5;
    private const int VectorLength = 6;
    private const int CategoryMask = 9;
    private const int ReturnMask = 11;

    // struct page_region: start, end, categories.
    private const int RegionLength = 3;
    private const int RegionsAtOnce = 64;

    /// <summary>The bytes of a range whose pages are all of <paramref name="categories"/>.</summary>
    /// <param name="pagemap">An open pagemap.</param>
    /// <param name="start">A page's address.</param>
    /// <param name="end">A page's address.</param>
    /// <param name="categories">The categories asked for.</param>
    /// <param name="bytes">The answer; 0 if the call failed.</param>
    /// <param name="errno">The kernel's answer if the call failed: <c>ENOTTY</c> where it has no such request.</param>
    public static bool TrySum(SafeFileHandle pagemap, ulong start, ulong end, ulong categories, out long bytes, out Errno errno)
    {
        var argument = stackalloc ulong[ArgumentLength];
        var regions = stackalloc ulong[RegionsAtOnce * RegionLength];
        bytes = 0;
        errno = default;
        var isHeld = false;
        try
        {
            pagemap.DangerousAddRef(ref isHeld);
            while (start < end)
            {
                new Span<ulong>(argument, ArgumentLength).Clear();
                argument[0] = ArgumentLength * sizeof(ulong);
                argument[Start] = start;
                argument[End] = end;
                argument[Vector] = (ulong)regions;
                argument[VectorLength] = RegionsAtOnce;
                argument[CategoryMask] = categories;
                argument[ReturnMask] = categories;
                var count = Ioctl((int)pagemap.DangerousGetHandle(), Request, (nint)argument);
                if (count < 0)
                {
                    errno = LastError.Read();
                    bytes = 0;
                    return false;
                }

                for (var i = 0; i < count; i++)
                {
                    bytes += checked((long)(regions[(i * RegionLength) + 1] - regions[i * RegionLength]));
                }

                // The kernel stops where the vector is full. Where it found nothing it says how far it looked.
                start = argument[WalkEnd] > start ? argument[WalkEnd] : end;
            }

            return true;
        }
        finally
        {
            if (isHeld)
            {
                pagemap.DangerousRelease();
            }
        }
    }

    // ioctl(2) is variadic in C; see Libc.Syscall.
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(int descriptor, nuint request, nint argument);
}
