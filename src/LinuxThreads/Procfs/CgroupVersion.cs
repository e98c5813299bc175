namespace LinuxThreads.Procfs;

/// <summary>Which of the two cgroup interfaces a directory has; the names and forms of its files depend on it.</summary>
public enum CgroupVersion
{
    /// <summary>Version 1: one hierarchy for each controller or group of controllers.</summary>
    V1,

    /// <summary>Version 2: one hierarchy for all.</summary>
    V2,
}
