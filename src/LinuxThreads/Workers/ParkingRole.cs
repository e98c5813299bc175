using System.Globalization;
using LinuxThreads.Interop;
using LinuxThreads.Workers;

namespace LinuxThreads.Footprint;

/// <summary>A worker that parks what only .NET has: <c>park</c>, <c>grow</c> and <c>resident</c>, as native/worker has them.</summary>
internal sealed class ParkedUnitsRole(FootprintKind kind) : IWorkerRole
{
    private IManagedUnits? _units;
    private int _collections;

    // More than the default plans take. It is reserved, not touched: what is resident still grows with what is parked.
    private const long LargeObjects = 64L << 20;
    private const long Heap = 240L << 20;

    /// <summary>The argument that asks for it.</summary>
    public static string NameOf(FootprintKind kind) => $"parked-{kind.JsonName()}";

    public void Dispose() => _units?.Dispose();

    public string? Answer(string[] words, WorkerPage page)
    {
        switch (words)
        {
            case ["park", var stack, "-1", var touch, "0", "-1"] when _units is null:
                _units = Park(Number(stack), Number(touch));

                // What the collector still holds and would give back between two readings would pass for memory that units gave back.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

                // Small objects, and the arrays of queues and lists, which are large and may each cause a collection of everything.
                GC.TryStartNoGCRegion(Heap, LargeObjects);
                _collections = GC.CollectionCount(0);
                return "parked 0";
            case ["grow", var max, _, _] when _units is { } units:
                var refused = units.Grow(checked((int)(Number(max) - units.Count)));
                page.Publish(units.Count);
                return $"grown {units.Count} {(refused is null ? "max" : "errno")} {refused?.Number ?? 0} 0";
            case ["resident"] when GC.CollectionCount(0) != _collections:
                return "disturbed by a collection, which moves the heap between two readings: park fewer";
            case ["resident"] when _units is ParkedWorkItems { Ran: > 0 }:
                return "disturbed by work items that ran although every thread of the pool is held";
            case ["resident"] when _units is { } units:
                var resident = ByteSize.Zero;
                foreach (var (low, size) in units.Stacks)
                {
                    resident += StackPages.CountResident((nuint)low, (nuint)low + size);
                }

                return $"resident {resident.Bytes} 0";
            default:
                return null;
        }
    }

    private IManagedUnits Park(long stack, long touch) => kind switch
    {
        FootprintKind.DotnetThread => new ParkedDotnetThreads(stack == 0 ? null : new ByteSize(stack), new ByteSize(touch)),
        FootprintKind.AsyncMethod => new ParkedAsyncMethods(),
        _ => new ParkedWorkItems(),
    };

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
