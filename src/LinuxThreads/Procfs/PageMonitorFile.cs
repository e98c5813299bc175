namespace LinuxThreads.Procfs;

/// <summary>Reads the files of a process that only kernels with <c>CONFIG_PROC_PAGE_MONITOR</c> have.</summary>
internal static class PageMonitorFile
{
    /// <summary>Reads one of them, or answers false if the process is gone.</summary>
    /// <exception cref="KernelFeatureMissingException">The process is there and the file is not.</exception>
    public static bool TryRead(ProcRoot root, Pid pid, string file, string requirement, ProcBuffer buffer)
    {
        var path = $"proc/{pid}/{file}";
        if (root.TryRead(path, buffer))
        {
            return true;
        }

        // ENOENT has two causes. The file is looked up before the process: one that ends in between counts as gone.
        if (!root.Exists(path) && root.Exists($"proc/{pid}"))
        {
            throw new KernelFeatureMissingException($"/proc/[pid]/{file}", requirement);
        }

        return false;
    }

    /// <summary>Reads one of them.</summary>
    /// <exception cref="KernelFeatureMissingException">The process is there and the file is not.</exception>
    /// <exception cref="SyscallException">The process is gone, or the file could not be opened or read.</exception>
    public static void Read(ProcRoot root, Pid pid, string file, string requirement, ProcBuffer buffer)
    {
        if (!TryRead(root, pid, file, requirement, buffer))
        {
            throw new SyscallException("read", Errno.ESRCH, root.Resolve($"proc/{pid}/{file}"), "The process has ended, or it is a kernel thread.");
        }
    }
}
