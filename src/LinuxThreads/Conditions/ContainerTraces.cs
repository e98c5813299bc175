using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>Looks for signs that this process is in a container.</summary>
internal static class ContainerTraces
{
    private static readonly string[] MarkerFiles = [".dockerenv", "run/.containerenv"];
    private static readonly string[] CgroupWords = ["docker", "kubepods", "containerd", "libpod", "lxc", "crio"];

    /// <summary>The signs found; null if none of the places they stand in could be read.</summary>
    public static IReadOnlyList<string>? Find(ProcRoot root)
    {
        var hints = new List<string>();
        foreach (var file in MarkerFiles)
        {
            if (root.Exists(file))
            {
                hints.Add($"the file /{file} exists");
            }
        }

        var status = Text(root, "proc/self/status");
        var namespaces = status?.Split('\n').FirstOrDefault(line => line.StartsWith("NSpid:", StringComparison.Ordinal));
        if (namespaces?.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Length > 2)
        {
            hints.Add("the process has ids in more than one pid namespace");
        }

        // The initial user namespace maps all 2^32 - 1 ids onto themselves.
        var users = Text(root, "proc/self/uid_map")?.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (users is [_, ..] and not ["0", "0", "4294967295"])
        {
            hints.Add("the user ids are those of a user namespace");
        }

        var cgroup = Text(root, "proc/self/cgroup");
        if (CgroupWords.FirstOrDefault(word => cgroup?.Contains(word, StringComparison.Ordinal) == true) is { } found)
        {
            hints.Add($"/proc/self/cgroup names {found}");
        }

        var mounts = Text(root, "proc/self/mountinfo");
        if (mounts?.Split('\n').Any(line => line.Contains(" / / ", StringComparison.Ordinal) && line.Contains(" - overlay ", StringComparison.Ordinal)) == true)
        {
            hints.Add("the root file system is an overlay");
        }

        return hints.Count == 0 && status is null && cgroup is null && mounts is null ? null : hints;
    }

    private static string? Text(ProcRoot root, string path)
    {
        try
        {
            return root.TryReadAllBytes(path) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
        }
        catch (SyscallException)
        {
            // One place among several: what it hides is not a sign. If all are hidden, Find says so.
            return null;
        }
    }
}
