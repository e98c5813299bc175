using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>Tries the files of this process and its threads.</summary>
internal static class TaskFileChecks
{
    private static readonly (string Name, string Path, string Missing, string Gives)[] Files =
    [
        ("task-status", "proc/self/status", "Mount /proc.", "voluntary and involuntary switches, allowed CPUs, memory of a process"),
        ("task-schedstat", "proc/self/schedstat", "A kernel with CONFIG_SCHED_INFO.", "time on a CPU and time waiting for one, per thread"),
        ("task-sched", "proc/self/sched", "A kernel with CONFIG_SCHED_DEBUG (before 6.15) or any kernel since.", "migrations per thread"),
        ("task-syscall", "proc/self/syscall", "A kernel with CONFIG_HAVE_ARCH_TRACEHOOK.", "stack pointers, by which foreign stacks are located; the call a thread waits in"),
        ("smaps", "proc/self/smaps", "A kernel with CONFIG_PROC_PAGE_MONITOR.", "resident, swapped and huge memory of each stack"),
    ];

    public static IEnumerable<Capability> Read(ProcRoot root)
    {
        foreach (var (name, path, missing, gives) in Files)
        {
            var refusal = Refusal(root, path);
            yield return refusal is null
                ? new Capability(name, CapabilityVerdict.Ok, $"{root.Resolve(path)} can be read.", null, gives)
                : new Capability(name, CapabilityVerdict.Missing, FactReader.Describe(refusal), refusal.Advice ?? missing, gives);
        }
    }

    private static SyscallException? Refusal(ProcRoot root, string path)
    {
        try
        {
            root.ReadAllBytes(path);
            return null;
        }
        catch (SyscallException exception)
        {
            return exception;
        }
    }
}
