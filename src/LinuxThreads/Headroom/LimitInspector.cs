using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Headroom;

/// <summary>Reads every limit on the threads of one process, given what a thread costs; starts no thread itself.</summary>
internal static class LimitInspector
{
    /// <summary>The limits as they stand now.</summary>
    /// <exception cref="SyscallException">The process is gone, or its status may not be read.</exception>
    /// <exception cref="ProcfsFormatException">A kernel file is not what the kernel documents.</exception>
    public static LimitInspection Inspect(ProcRoot root, Pid pid, ThreadCost cost) => Inspect(
        root,
        pid,
        cost,
        Posix.Current.Sysconf(SysconfName.PageSize),
        Posix.Current.Sysconf(SysconfName.ThreadStackMin),
        CallChecks.ProbeClone3,
        Version.TryParse(LibcVersion.ReadGlibc(), out var glibc) ? glibc : null);

    internal static LimitInspection Inspect(ProcRoot root, Pid pid, ThreadCost cost, long pageSize, long stackMinimum, Func<Errno> probeClone3, Version? glibc)
    {
        var context = new LimitContext(root, pid, cost, pageSize);
        return new LimitInspection
        {
            Pid = pid,
            Cost = cost,
            Checks =
            [
                TaskChecks.UserTasks(context),
                .. TaskChecks.CgroupTasks(context),
                TaskChecks.SystemTasks(context),
                .. TaskChecks.TaskIds(context),
                SpaceChecks.Mappings(context),
                SpaceChecks.AddressSpace(context),
                SpaceChecks.Data(context),
                SpaceChecks.Commit(context),
                .. MemoryChecks.Cgroups(context),
                MemoryChecks.Available(context),
                CallChecks.Seccomp(context, probeClone3, glibc),
                CallChecks.StackMinimum(context, stackMinimum),
            ],
        };
    }
}
