using LinuxThreads.Interop;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Creation;

/// <summary>Turns what the worker process says of itself into evidence.</summary>
/// <remarks>
/// Switches, faults and CPU time are those of all threads over the whole run, warm-up and creators included; run delay and migrations are
/// the creators' own over the timed part, since a thread that has ended takes its own with it.
/// </remarks>
internal static class NativeEvidence
{
    /// <summary>The evidence of some runs together.</summary>
    public static Evidence Of(params ReadOnlySpan<NativeRun> runs)
    {
        long voluntary = 0, involuntary = 0, cpu = 0, wall = 0, nominal = 0;
        var known = ~0u;
        var creators = new List<ShimEvidence>();
        foreach (var run in runs)
        {
            known &= run.Process.Known;
            voluntary += (long)run.Process.Voluntary;
            involuntary += (long)run.Process.Involuntary;
            cpu += (long)run.Process.CpuNs;
            wall += run.Process.TakenNs;
            // The creator sleeps once until its thread has ended. The thread's own last switch is in no account: the kernel closes that before.
            nominal += run.All - run.Creators.Length;
            creators.AddRange(run.Creators);
        }

        var own = ThreadEvidence.Of(nominal, new Nanoseconds(wall), [.. creators]);
        var hasUsage = (known & ShimConstants.KnownRusage) != 0;
        return own with
        {
            CountedSwitches = hasUsage ? voluntary + involuntary : null,
            Voluntary = hasUsage ? voluntary : null,
            Involuntary = hasUsage ? involuntary : null,
            CpuTime = (known & ShimConstants.KnownCpuTime) != 0 ? new Nanoseconds(cpu) : null,
        };
    }

    /// <summary>Page faults of all threads without input or output, or null if unknown.</summary>
    public static long? Faults(params ReadOnlySpan<NativeRun> runs)
    {
        long faults = 0;
        foreach (var run in runs)
        {
            if ((run.Process.Known & ShimConstants.KnownRusage) == 0)
            {
                return null;
            }

            faults += (long)run.Process.MinorFaults;
        }

        return faults;
    }

    /// <summary>Page faults of the creators alone in the timed part, or null if unknown.</summary>
    public static long? CreatorFaults(params ReadOnlySpan<NativeRun> runs)
    {
        long faults = 0;
        foreach (var run in runs)
        {
            foreach (var creator in run.Creators)
            {
                if ((creator.Counters.Known & ShimConstants.KnownRusage) == 0)
                {
                    return null;
                }

                faults += (long)creator.Counters.MinorFaults;
            }
        }

        return faults;
    }
}
