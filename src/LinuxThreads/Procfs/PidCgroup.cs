using System.Diagnostics.CodeAnalysis;

namespace LinuxThreads.Procfs;

/// <summary>The cgroups a process belongs to, one in each hierarchy: <c>/proc/[pid]/cgroup</c>.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/cgroup</c> and <c>/proc/[pid]/task/[tid]/cgroup</c> (<c>proc_cgroup_show</c>, kernel/cgroup/cgroup.c). Paths are those of
/// the reader's cgroup namespace.
/// </remarks>
public sealed record PidCgroup
{
    private const string Requirement = "CONFIG_CGROUPS";

    private PidCgroup(IReadOnlyList<CgroupMembership> memberships) => Memberships = memberships;

    /// <summary>One entry for each hierarchy, in the kernel's order (the youngest version 1 hierarchy first, version 2 last).</summary>
    /// <remarks>Source: the lines of the file.</remarks>
    public IReadOnlyList<CgroupMembership> Memberships { get; }

    /// <summary>Reads the text of a <c>cgroup</c> file.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">A line is not <c>id:controllers:path</c>.</exception>
    public static PidCgroup Parse(ReadOnlySpan<byte> text, string path = "cgroup")
    {
        var memberships = new List<CgroupMembership>();
        var scanner = new TextScanner(text, path);
        while (!scanner.AtEnd)
        {
            memberships.Add(Membership(scanner.ReadField()));
        }

        return new PidCgroup(memberships);
    }

    /// <summary>The cgroups of a process's first thread.</summary>
    /// <exception cref="SyscallException">The file could not be read; <c>ENOENT</c> or <c>ESRCH</c> if the process is gone.</exception>
    /// <exception cref="KernelFeatureMissingException">The process is there and the kernel has no such file.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static PidCgroup Read(ProcRoot root, Pid pid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "cgroup").Read(root, Parse, buffer, Requirement);

    /// <summary>The cgroups of one thread.</summary>
    /// <inheritdoc cref="Read(ProcRoot, Pid, ProcBuffer?)"/>
    public static PidCgroup Read(ProcRoot root, Pid pid, Tid tid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, tid, "cgroup").Read(root, Parse, buffer, Requirement);

    /// <summary>The cgroups of a process's first thread; false only if the process is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be read.</exception>
    /// <exception cref="KernelFeatureMissingException">The process is there and the kernel has no such file.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static bool TryRead(ProcRoot root, Pid pid, [NotNullWhen(true)] out PidCgroup? cgroup, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "cgroup").TryRead(root, Parse, buffer, out cgroup, Requirement);

    /// <summary>The cgroups of one thread; false only if the thread is gone.</summary>
    /// <inheritdoc cref="TryRead(ProcRoot, Pid, out PidCgroup?, ProcBuffer?)"/>
    public static bool TryRead(ProcRoot root, Pid pid, Tid tid, [NotNullWhen(true)] out PidCgroup? cgroup, ProcBuffer? buffer = null) =>
        new TaskFile(pid, tid, "cgroup").TryRead(root, Parse, buffer, out cgroup, Requirement);

    private static CgroupMembership Membership(TextField line)
    {
        // The first two parts hold no colon; a path may.
        var bytes = line.Bytes;
        var first = bytes.IndexOf((byte)':');
        var second = first < 0 ? -1 : bytes[(first + 1)..].IndexOf((byte)':') + first + 1;
        if (first < 0 || second == first || bytes[(second + 1)..] is not [(byte)'/', ..])
        {
            throw line.Error("id:controllers:path");
        }

        var controllers = new List<string>();
        string? name = null;
        foreach (var controller in TextField.Decode(bytes[(first + 1)..second]).Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (controller.StartsWith("name=", StringComparison.Ordinal))
            {
                name = controller["name=".Length..];
            }
            else
            {
                controllers.Add(controller);
            }
        }

        return new CgroupMembership(
            line.Part(bytes[..first], "id"u8).Int32(),
            controllers,
            name,
            TextField.Decode(bytes[(second + 1)..]));
    }
}
