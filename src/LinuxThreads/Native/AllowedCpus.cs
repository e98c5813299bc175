using LinuxThreads.Interop;

namespace LinuxThreads.Native;

/// <summary>The CPUs that the calling thread may run on now.</summary>
internal static class AllowedCpus
{
    /// <summary>What to do when a pin is refused.</summary>
    public const string Advice = "Name CPUs that this process may use: 'grep Cpus_allowed_list /proc/self/status' lists them.";

    /// <summary>The allowed CPUs, ascending; at least one.</summary>
    /// <exception cref="SyscallException">The kernel refused to tell.</exception>
    public static IReadOnlyList<int> Read()
    {
        var mask = Affinity.TryRead(0, out var errno) ?? throw new SyscallException("sched_getaffinity", errno, "the calling thread");
        var cpus = new List<int>();
        for (var cpu = 0; cpu < mask.Length * 8; cpu++)
        {
            if ((mask[cpu / 8] & (1 << (cpu % 8))) != 0)
            {
                cpus.Add(cpu);
            }
        }

        return cpus;
    }

    /// <summary>The lowest allowed CPU.</summary>
    /// <exception cref="SyscallException">The kernel refused to tell.</exception>
    public static int First() => Read()[0];
}
