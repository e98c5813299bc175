using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>A group of parked native threads; releasing the handle wakes and joins every one of them.</summary>
internal sealed unsafe class ParkGroupHandle : SafeHandle
{
    private ParkGroupHandle(nint group)
        : base(0, ownsHandle: true) => SetHandle(group);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>How many threads are parked.</summary>
    public long Count
    {
        get
        {
            using var use = new Use(this);
            return Shim.ParkCount(handle);
        }
    }

    /// <summary>A group after the plan, with its first threads parked.</summary>
    /// <exception cref="SyscallException">A thread could not be started; those that were are gone again.</exception>
    public static ParkGroupHandle Create(ShimParkPlan plan)
    {
        Shim.Require();
        nint group;
        Shim.ThrowIfFailed(Shim.ParkCreate(&plan, &group), "pthread_create", $"{plan.Count} threads with {Stack(plan)} of stack");
        return new ParkGroupHandle(group);
    }

    /// <summary>Starts more threads; returns when they are parked.</summary>
    /// <exception cref="SyscallException">A thread could not be started; those that were stay in the group.</exception>
    public void Grow(uint more)
    {
        using var use = new Use(this);
        var result = Shim.ParkGrow(handle, more);
        Shim.ThrowIfFailed(result, "pthread_create", $"thread {Shim.ParkCount(handle) + 1} of the group");
    }

    /// <summary>Where one of the threads lies.</summary>
    public ShimParkedThread Thread(uint index)
    {
        using var use = new Use(this);
        var thread = ShimParkedThread.New();
        Shim.ThrowIfFailed(Shim.ParkThread(handle, index, &thread), "pthread_getattr_np", $"parked thread {index}");
        return thread;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Shim.ParkRelease(handle) == 0;

    private static string Stack(ShimParkPlan plan) => plan.StackSize == 0 ? "the default size" : $"{plan.StackSize} B";

    /// <summary>Keeps the group alive during one call.</summary>
    private readonly ref struct Use
    {
        private readonly ParkGroupHandle _owner;

        public Use(ParkGroupHandle owner)
        {
            var added = false;
            owner.DangerousAddRef(ref added);
            _owner = owner;
        }

        public void Dispose() => _owner.DangerousRelease();
    }
}
