using System.Globalization;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Workers;

/// <summary>A worker that parks what only .NET has: <c>park</c>, <c>grow</c> and <c>resident</c>, as native/worker/worker_park.c has them.</summary>
/// <param name="park">Makes the empty group: with the stack of each unit, null for the default, and how much of it each writes to.</param>
/// <param name="weighed">True if the memory of the units will be read: then the heap is kept from moving between two readings.</param>
internal sealed class ParkingRole(Func<ByteSize?, ByteSize, IManagedUnits> park, bool weighed) : IWorkerRole
{
    private IManagedUnits? _units;
    private int _collections;

    // More than the default plans take. It is reserved, not touched: what is resident still grows with what is parked.
    private const long LargeObjects = 64L << 20;
    private const long Heap = 240L << 20;

    public void Dispose() => _units?.Dispose();

    public string? Answer(string[] words, WorkerPage page)
    {
        switch (words)
        {
            case ["park", var stack, "-1", var touch, "0", "-1"] when _units is null:
                var bytes = Number(stack);
                _units = park(bytes == 0 ? null : new ByteSize(bytes), new ByteSize(Number(touch)));
                if (weighed)
                {
                    StillTheHeap();
                }

                return "parked 0";
            case ["grow", var max, var floor, var stride] when _units is { } units:
                return Grow(units, Number(max), Number(floor), Number(stride), page.Publish);
            case ["resident"] when weighed && GC.CollectionCount(0) != _collections:
                return "disturbed by a collection, which moves the heap between two readings: park fewer";
            case ["resident"] when _units?.Disturbance is { } disturbance:
                return $"disturbed by {disturbance}";
            case ["resident"] when _units?.Stacks is { } stacks:
                var resident = ByteSize.Zero;
                foreach (var (low, size) in stacks)
                {
                    resident += StackPages.CountResident((nuint)low, (nuint)low + size);
                }

                return $"resident {resident.Bytes} 0";
            default:
                return null;
        }
    }

    private void StillTheHeap()
    {
        // What the collector still holds and would give back between two readings would pass for memory that units gave back.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        // Small objects, and the arrays of queues and lists, which are large and may each cause a collection of everything.
        GC.TryStartNoGCRegion(Heap, LargeObjects);
        _collections = GC.CollectionCount(0);
    }

    private static string Grow(IManagedUnits units, long max, long floor, long stride, Action<long> publish)
    {
        while (units.Count < max)
        {
            // Without a floor nobody asks for it, and reading it would leave objects on a heap that may be weighed.
            if (floor > 0 && Meminfo.Read(ProcRoot.System).MemAvailable is { } available && available.Bytes < floor)
            {
                return Grown(units, "floor", 0);
            }

            var refused = units.Grow((int)Math.Min(stride, max - units.Count), publish);
            publish(units.Count);
            if (refused is { } errno)
            {
                return Grown(units, "errno", errno.Number);
            }
        }

        return Grown(units, "max", 0);
    }

    // The time is not taken: what a .NET thread takes to start is another measurement's.
    private static string Grown(IManagedUnits units, string reason, int errno) => $"grown {units.Count} {reason} {errno} 0";

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
