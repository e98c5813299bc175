using LinuxThreads.Interop;

namespace LinuxThreads.Footprint;

/// <summary>Native threads of the shim, parked in one futex wait.</summary>
internal sealed class ParkedPthreads(FootprintPlan plan) : IParkedUnits
{
    private readonly ParkGroupHandle _group = ParkGroupHandle.Create(ShimPlan(plan));

    /// <inheritdoc/>
    public int Count => checked((int)_group.Count);

    /// <inheritdoc/>
    public void Grow(int more) => _group.Grow(checked((uint)more));

    /// <inheritdoc/>
    public (nint Low, nuint Size)? StackOf(int index)
    {
        var thread = _group.Thread((uint)index);
        return ((nint)thread.StackLow, (nuint)(thread.StackHigh - thread.StackLow));
    }

    /// <inheritdoc/>
    public void Dispose() => _group.Dispose();

    private static ShimParkPlan ShimPlan(FootprintPlan plan)
    {
        var shimPlan = ShimParkPlan.New();
        shimPlan.StackSize = (ulong)(plan.StackSize?.Bytes ?? 0);
        shimPlan.TouchBytes = (ulong)plan.TouchBytes.Bytes;
        return shimPlan;
    }
}
