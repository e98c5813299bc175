using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>A group of parked native threads; releasing the handle wakes and joins every one of them.</summary>
internal sealed unsafe class ParkGroupHandle : SafeHandle
{
    private ParkGroupHandle(nint group)
        : base(0, ownsHandle: true) => SetHandle(group);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>A group after the plan, with its first threads parked.</summary>
    /// <exception cref="SyscallException">A thread could not be started; those that were are gone again.</exception>
    public static ParkGroupHandle Create(ShimParkPlan plan)
    {
        Shim.Require();
        nint group;
        Shim.ThrowIfFailed(Shim.ParkCreate(&plan, &group), "pthread_create", $"{plan.Count} threads with {Stack(plan)} of stack");
        return new ParkGroupHandle(group);
    }

    /// <summary>Where one of the threads lies.</summary>
    public ShimParkedThread Thread(uint index)
    {
        using var use = new HandleUse(this);
        var thread = ShimParkedThread.New();
        Shim.ThrowIfFailed(Shim.ParkThread(handle, index, &thread), "pthread_getattr_np", $"parked thread {index}");
        return thread;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Shim.ParkRelease(handle) == 0;

    private static string Stack(ShimParkPlan plan) => plan.StackSize == 0 ? "the default size" : $"{plan.StackSize} B";
}
