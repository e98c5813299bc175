using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>A group of suspended user-level contexts; releasing the handle drops them and unmaps their stacks.</summary>
/// <remarks>One thread at a time may use it.</remarks>
internal sealed unsafe class FiberGroupHandle : SafeHandle
{
    private FiberGroupHandle(nint group)
        : base(0, ownsHandle: true) => SetHandle(group);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>How many contexts there are.</summary>
    public long Count
    {
        get
        {
            using var use = new HandleUse(this);
            return Shim.FibersCount(handle);
        }
    }

    /// <summary>A group after the plan, with its first contexts entered and suspended.</summary>
    /// <exception cref="SyscallException">A stack could not be mapped, or there is no switch for this machine; nothing is left of the group.</exception>
    public static FiberGroupHandle Create(ShimFiberPlan plan)
    {
        Shim.Require();
        nint group;
        Shim.ThrowIfFailed(Shim.FibersCreate(&plan, &group), "mmap", $"{plan.Count} user-level contexts with {plan.StackSize} B of stack");
        return new FiberGroupHandle(group);
    }

    /// <summary>Makes more contexts.</summary>
    /// <exception cref="SyscallException">A stack could not be mapped; the contexts made before stay in the group.</exception>
    public void Grow(uint more)
    {
        using var use = new HandleUse(this);
        var result = Shim.FibersGrow(handle, more);
        Shim.ThrowIfFailed(result, "mmap", $"context {Shim.FibersCount(handle) + 1} of the group");
    }

    /// <summary>Where one of the contexts lies.</summary>
    /// <exception cref="SyscallException">There is no such context.</exception>
    public ShimFiber Context(uint index)
    {
        using var use = new HandleUse(this);
        var fiber = ShimFiber.New();
        Shim.ThrowIfFailed(Shim.FibersAt(handle, index, &fiber), "lt_fibers_at", $"context {index}");
        return fiber;
    }

    /// <summary>Goes on with a context on the calling thread until it suspends itself again; how often it has been entered by then.</summary>
    /// <exception cref="SyscallException">There is no such context.</exception>
    public ulong Resume(uint index)
    {
        using var use = new HandleUse(this);
        ulong entered;
        Shim.ThrowIfFailed(Shim.FibersResume(handle, index, &entered), "lt_fibers_resume", $"context {index}");
        return entered;
    }

    /// <summary>Bytes of all stacks of the group that are in memory, guards excluded.</summary>
    /// <exception cref="SyscallException">The kernel could not tell.</exception>
    public ByteSize Resident()
    {
        using var use = new HandleUse(this);
        ulong bytes;
        Shim.ThrowIfFailed(Shim.FibersResident(handle, &bytes), "mincore", "the stacks of the contexts");
        return new ByteSize(checked((long)bytes));
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Shim.FibersRelease(handle) == 0;
}
