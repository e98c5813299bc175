using LinuxThreads.Statistics;

namespace LinuxThreads.Memory;

/// <summary>What one more parked unit took of one of the kernel's object caches.</summary>
/// <param name="Name">The cache.</param>
/// <param name="ObjectSize">One object with its padding, in bytes.</param>
/// <param name="BytesPerUnit">Growth of the cache's slab pages, in bytes per unit: a slope.</param>
/// <param name="ObjectsPerUnit">Growth of the objects in use, per unit: a slope.</param>
public sealed record SlabCacheGrowth(string Name, ByteSize ObjectSize, double BytesPerUnit, double ObjectsPerUnit)
{
    private const double LeastBytes = 1;

    /// <summary>The caches that grew by at least a byte per unit, the largest growth first; <see langword="null"/> if a reading has no caches.</summary>
    /// <param name="readings">At least two, of different numbers of units.</param>
    /// <exception cref="ArgumentException">There are fewer than two, or all of one number.</exception>
    public static IReadOnlyList<SlabCacheGrowth>? Of(IReadOnlyList<LedgerReading> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (readings.Any(reading => reading.SlabCaches is null))
        {
            return null;
        }

        double[] units = [.. readings.Select(reading => (double)reading.Units)];
        var caches = readings.Select(reading => reading.SlabCaches!.DistinctBy(cache => cache.Name).ToDictionary(cache => cache.Name)).ToList();
        double Slope(string name, Func<SlabCacheUse, long> value) =>
            LinearFit.Of(units, [.. caches.Select(reading => (double)value(reading[name]))]).Slope;

        // A cache that the kernel made or gave up meanwhile is nobody's growth per unit.
        return [.. from cache in caches[0].Values
                   where caches.All(reading => reading.ContainsKey(cache.Name))
                   let bytes = Slope(cache.Name, use => use.Memory.Bytes)
                   where bytes >= LeastBytes
                   orderby bytes descending
                   select new SlabCacheGrowth(cache.Name, cache.ObjectSize, bytes, Slope(cache.Name, use => use.ActiveObjects))];
    }
}
