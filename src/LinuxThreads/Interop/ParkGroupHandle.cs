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
            using var use = new HandleUse(this);
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
        using var use = new HandleUse(this);
        var result = Shim.ParkGrow(handle, more);
        Shim.ThrowIfFailed(result, "pthread_create", $"thread {Shim.ParkCount(handle) + 1} of the group");
    }

    /// <summary>Where one of the threads lies.</summary>
    public ShimParkedThread Thread(uint index)
    {
        using var use = new HandleUse(this);
        var thread = ShimParkedThread.New();
        Shim.ThrowIfFailed(Shim.ParkThread(handle, index, &thread), "pthread_getattr_np", $"parked thread {index}");
        return thread;
    }

    /// <summary>Nanoseconds spent in the loops of <c>pthread_create</c> so far, over all growths together.</summary>
    public long CreatingNs
    {
        get
        {
            using var use = new HandleUse(this);
            return Shim.ParkCreatingNs(handle);
        }
    }

    /// <summary>Bytes of all stacks of the group that are in memory, guards excluded.</summary>
    /// <exception cref="SyscallException">The kernel or the C library could not tell.</exception>
    public ByteSize Resident()
    {
        using var use = new HandleUse(this);
        ulong bytes;
        Shim.ThrowIfFailed(Shim.ParkResident(handle, &bytes), "mincore", "the stacks of the group");
        return new ByteSize(checked((long)bytes));
    }

    /// <summary>Gives what lies below a parked thread's frame back to the kernel: bytes of it in memory before and after.</summary>
    /// <exception cref="SyscallException">There is no such thread, or the kernel refused.</exception>
    public (ByteSize Before, ByteSize After) Trim(uint index)
    {
        using var use = new HandleUse(this);
        ulong before, after;
        Shim.ThrowIfFailed(Shim.ParkTrim(handle, index, &before, &after), "madvise", $"the stack of parked thread {index}");
        return (new ByteSize(checked((long)before)), new ByteSize(checked((long)after)));
    }

    /// <summary>Hands one token round all threads of a ring group, lap after lap.</summary>
    /// <param name="plan">How many laps, timed and not.</param>
    /// <param name="order">Every index once, or empty for the order of creation.</param>
    /// <param name="stop">Ends the run early; may be <see langword="null"/>.</param>
    /// <param name="lapsNs">Filled in as far as laps were done; as long as the plan's laps.</param>
    /// <exception cref="SyscallException">The group is no ring, has fewer than two threads, or the order is no permutation.</exception>
    public ShimPassResult Pass(ShimPassPlan plan, ReadOnlySpan<uint> order, StopFlag? stop, Span<long> lapsNs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((ulong)lapsNs.Length, plan.Laps);
        using var use = new HandleUse(this);
        if (order.Length > 0)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(order.Length, Shim.ParkCount(handle), nameof(order));
        }

        var result = ShimPassResult.New();
        fixed (uint* indices = order)
        fixed (long* laps = lapsNs)
        {
            Shim.ThrowIfFailed(Shim.ParkPass(handle, &plan, indices, stop is null ? null : stop.Word, laps, &result), "futex", "the ring of parked threads");
        }

        return result;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Shim.ParkRelease(handle) == 0;

    private static string Stack(ShimParkPlan plan) => plan.StackSize == 0 ? "the default size" : $"{plan.StackSize} B";
}
