using LinuxThreads.Headroom;

namespace LinuxThreads.Limits;

/// <summary>What one thread takes, from readings taken while their number grew.</summary>
internal static class CostEstimate
{
    // Charges reach a cgroup's counter in batches of 64 pages per CPU, and others may use memory meanwhile.
    private const double QuietSpread = 0.10;

    // Of a cache that every thread takes an object from, at least this share must appear in every step.
    private const double EveryThread = 0.9;

    /// <param name="readings">At least two, with growing numbers of threads.</param>
    /// <param name="kind">The kind of thread.</param>
    /// <param name="stackSize">The stack asked for.</param>
    /// <param name="kernelStack">One task's kernel stack, in bytes.</param>
    /// <param name="whyNoSlab">Why there are no slab readings.</param>
    public static ThreadCost Of(IReadOnlyList<CostSampler.Reading> readings, ThreadKind kind, ByteSize? stackSize, long? kernelStack, string? whyNoSlab)
    {
        var steps = readings.Zip(readings.Skip(1)).Where(step => step.Second.Threads > step.First.Threads).ToList();
        var threads = readings[^1].Threads - readings[0].Threads;
        var unavailable = new List<Unavailable>();
        var slab = SlabPerThread(steps);
        if (slab is null)
        {
            unavailable.Add(new Unavailable("kernel_slab_bytes", $"The kernel's objects are not counted in the memory of a thread: {whyNoSlab}", "Run as root."));
        }

        if (kernelStack is null)
        {
            unavailable.Add(new Unavailable("kernel_stack_bytes", "The kernel printed no KernelStack in /proc/meminfo.", null));
        }

        var counted = ((double)(readings[^1].User - readings[0].User) / threads) + (kernelStack ?? 0) + (slab ?? 0);
        return new ThreadCost
        {
            Kind = kind,
            StackSize = stackSize,
            Mappings = Median(steps, reading => reading.Mappings),
            AddressSpaceBytes = Median(steps, reading => reading.AddressSpace),
            PrivateWritableBytes = Median(steps, reading => reading.PrivateWritable),
            MemoryBytes = Charged(steps, counted) ?? counted,
            MeasuredThreads = (int)threads,
            Unavailable = unavailable,
        };
    }

    private static double? Median(List<(CostSampler.Reading First, CostSampler.Reading Second)> steps, Func<CostSampler.Reading, long?> value)
    {
        var slopes = steps.Select(step => Slope(step, value)).OfType<double>().Order().ToList();
        return slopes.Count == 0 ? null
            : slopes.Count % 2 == 1 ? slopes[slopes.Count / 2]
            : (slopes[(slopes.Count / 2) - 1] + slopes[slopes.Count / 2]) / 2;
    }

    private static double? Slope((CostSampler.Reading First, CostSampler.Reading Second) step, Func<CostSampler.Reading, long?> value) =>
        value(step.First) is { } before && value(step.Second) is { } after
            ? (double)(after - before) / (step.Second.Threads - step.First.Threads)
            : null;

    // The cgroup's own counter is what its limit is compared with; it only serves if nobody else moved it.
    private static double? Charged(List<(CostSampler.Reading First, CostSampler.Reading Second)> steps, double counted)
    {
        var slopes = steps.Select(step => Slope(step, reading => reading.Cgroup)).OfType<double>().ToList();
        if (slopes.Count < 3 || slopes.Count < steps.Count)
        {
            return null;
        }

        var mean = slopes.Average();
        return slopes.All(slope => Math.Abs(slope - mean) <= QuietSpread * mean) && Math.Abs(mean - counted) <= 0.25 * counted ? mean : null;
    }

    private static double? SlabPerThread(List<(CostSampler.Reading First, CostSampler.Reading Second)> steps)
    {
        if (steps.Any(step => step.First.Slab is null || step.Second.Slab is null))
        {
            return null;
        }

        double bytes = 0;
        foreach (var (cache, (_, size)) in steps[0].First.Slab!)
        {
            // Objects per thread: the least of all steps, so that what others took in one of them does not count.
            var objects = steps.Min(step => step.Second.Slab!.TryGetValue(cache, out var after) && step.First.Slab!.TryGetValue(cache, out var before)
                ? (double)(after.Objects - before.Objects) / (step.Second.Threads - step.First.Threads)
                : 0);
            if (objects >= EveryThread)
            {
                bytes += objects * size;
            }
        }

        return bytes;
    }
}
