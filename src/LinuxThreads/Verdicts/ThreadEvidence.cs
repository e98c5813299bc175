using LinuxThreads.Interop;

namespace LinuxThreads.Verdicts;

/// <summary>Turns what the shim's threads say of themselves into <see cref="Evidence"/>.</summary>
internal static class ThreadEvidence
{
    /// <summary>The sum over all threads of one window; a figure that one thread lacks is unknown for all.</summary>
    public static Evidence Of(long nominalSwitches, Nanoseconds wall, params ReadOnlySpan<ShimEvidence> threads)
    {
        var known = ~0u;
        ulong voluntary = 0, involuntary = 0, migrations = 0, runDelay = 0, cpu = 0;
        var seen = new SortedSet<int>();
        foreach (ref readonly var thread in threads)
        {
            ref readonly var counters = ref thread.Counters;
            known &= counters.Known;
            voluntary += counters.Voluntary;
            involuntary += counters.Involuntary;
            migrations += counters.Migrations;
            runDelay += counters.RunDelayNs;
            cpu += counters.CpuNs;
            AddCpus(thread.CpusSeen, seen);
        }

        var hasUsage = (known & ShimConstants.KnownRusage) != 0;
        return new Evidence
        {
            NominalSwitches = nominalSwitches,
            CountedSwitches = hasUsage ? (long)(voluntary + involuntary) : null,
            Voluntary = hasUsage ? (long)voluntary : null,
            Involuntary = hasUsage ? (long)involuntary : null,
            Migrations = (known & ShimConstants.KnownMigrations) != 0 ? (long)migrations : null,
            RunDelay = (known & ShimConstants.KnownSchedstat) != 0 ? new Nanoseconds((long)runDelay) : null,
            CpuTime = (known & ShimConstants.KnownCpuTime) != 0 ? new Nanoseconds((long)cpu) : null,
            WallTime = wall,
            CpusSeen = [.. seen],
        };
    }

    private static void AddCpus(ShimCpus mask, SortedSet<int> cpus)
    {
        for (var word = 0; word < ShimConstants.CpuWords; word++)
        {
            for (var bits = mask[word]; bits != 0; bits &= bits - 1)
            {
                cpus.Add((word * 64) + System.Numerics.BitOperations.TrailingZeroCount(bits));
            }
        }
    }
}
