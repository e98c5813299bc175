using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>The functions of <c>liblinuxthreads.so</c> (<c>native/lt.h</c>): 0 or a negative errno, turned into an exception in one place.</summary>
internal static unsafe partial class Shim
{
    private const string Library = "linuxthreads";
    private const string FileName = "liblinuxthreads.so";

    /// <summary>Why the shim cannot be used here, or <see langword="null"/> if it can.</summary>
    public static string? WhyUnavailable { get; } = Probe();

    /// <summary>Throws if the shim cannot be used.</summary>
    /// <exception cref="MeasurementAbortedException">The shim is missing or of another version.</exception>
    public static void Require()
    {
        if (WhyUnavailable is { } reason)
        {
            throw new MeasurementAbortedException($"loading {FileName}", reason);
        }
    }

    /// <summary>Turns a result of the shim into an exception unless it is 0.</summary>
    /// <exception cref="SyscallException">The result is a negative errno.</exception>
    public static void ThrowIfFailed(int result, string operation, string target, string? advice = null)
    {
        if (result < 0)
        {
            throw new SyscallException(operation, new Errno(-result), target, advice);
        }
    }

    [LibraryImport(Library, EntryPoint = "lt_abi_version")]
    public static partial uint AbiVersion();

    [LibraryImport(Library, EntryPoint = "lt_abi_fact")]
    public static partial int AbiFact(uint index, ShimAbiFact* fact);

    [LibraryImport(Library, EntryPoint = "lt_clock_describe")]
    public static partial int ClockDescribe(ShimClock* clock);

    [LibraryImport(Library, EntryPoint = "lt_park_create")]
    public static partial int ParkCreate(ShimParkPlan* plan, nint* group);

    [LibraryImport(Library, EntryPoint = "lt_park_thread")]
    public static partial int ParkThread(nint group, uint index, ShimParkedThread* thread);

    [LibraryImport(Library, EntryPoint = "lt_park_release")]
    public static partial int ParkRelease(nint group);

    private static string? Probe()
    {
        if (!NativeLibrary.TryLoad(Library, typeof(Shim).Assembly, null, out var handle))
        {
            return $"{FileName} was not found beside the program, or does not fit this C library and architecture " +
                $"({RuntimeInformation.RuntimeIdentifier}). './build.sh' builds it; the NuGet package brings it for the platforms it lists.";
        }

        if (!NativeLibrary.TryGetExport(handle, "lt_abi_version", out _))
        {
            return $"a library named {FileName} was found, but it is not the shim of this package.";
        }

        var version = AbiVersion();
        return version == ShimConstants.AbiVersion
            ? null
            : $"{FileName} has interface version {version}, this library needs {ShimConstants.AbiVersion}: build or install both together.";
    }
}
