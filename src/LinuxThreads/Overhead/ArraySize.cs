using System.Globalization;
using LinuxThreads.Procfs;

namespace LinuxThreads.Overhead;

/// <summary>A size for each side's array.</summary>
/// <param name="Name">What it is in terms of the caches, for instance <c>L2 / 2</c>.</param>
/// <param name="Size">How many bytes that is.</param>
internal readonly record struct ArraySize(string Name, ByteSize Size)
{
    private const int LastLevelFrom = 3;

    /// <summary>The sizes that a CPU's caches suggest, ascending; each that has to be left out is named with its reason.</summary>
    /// <param name="caches">The caches of the CPU, as sysfs lists them.</param>
    /// <param name="sizes">Which sizes.</param>
    /// <param name="largest">The bound.</param>
    /// <param name="bound">What sets the bound, as the subject of a sentence.</param>
    /// <param name="unavailable">Where the reasons go.</param>
    public static IReadOnlyList<ArraySize> Of(
        IReadOnlyList<CpuCache> caches, ArraySizes sizes, ByteSize largest, string bound, List<Unavailable> unavailable)
    {
        var found = new List<ArraySize>();
        Add("L1d", DataCache(caches, static level => level == 1), [(1, 2), (1, 1)], [(1, 1)]);
        Add("L2", DataCache(caches, static level => level == 2), [(1, 2), (1, 1), (2, 1)], [(1, 2), (1, 1), (2, 1)]);
        if (sizes == ArraySizes.All)
        {
            var last = DataCache(caches, static level => level >= LastLevelFrom);
            Add(last is null ? "last-level cache" : $"L{last.Level}", last, [(1, 2), (1, 1), (2, 1)], []);
        }

        foreach (var tooLarge in found.Where(array => array.Size > largest))
        {
            unavailable.Add(new Unavailable(
                $"working_set[{tooLarge.Name}]",
                string.Create(CultureInfo.InvariantCulture, $"Each side's array would have {tooLarge.Size.Bytes} bytes; {bound} allows {largest.Bytes}."),
                null));
        }

        // A cache may be as large as a part of the next: one of the two names will do.
        return [.. found.Where(array => array.Size <= largest).OrderBy(static array => array.Size).DistinctBy(static array => array.Size)];

        void Add(string name, CpuCache? cache, (int Times, int Parts)[] all, (int Times, int Parts)[] few)
        {
            if (cache?.Size is not { } size)
            {
                unavailable.Add(new Unavailable($"working_set[{name}]", $"/sys/devices/system/cpu/cpu*/cache lists no {name} with a size for this CPU.", null));
                return;
            }

            foreach (var (times, parts) in sizes == ArraySizes.All ? all : few)
            {
                found.Add(new ArraySize(parts > 1 ? $"{name} / {parts}" : times > 1 ? $"{times} × {name}" : name, new ByteSize(size.Bytes * times / parts)));
            }
        }
    }

    // The farthest of those that fit: a machine may have a fourth level.
    private static CpuCache? DataCache(IReadOnlyList<CpuCache> caches, Func<int, bool> isLevel) => caches
        .Where(cache => isLevel(cache.Level) && (cache.Type is "Data" or "Unified") && cache.Size is { Bytes: > 0 })
        .MaxBy(static cache => cache.Level);
}
