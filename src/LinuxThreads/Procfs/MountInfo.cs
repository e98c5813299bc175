using System.Diagnostics.CodeAnalysis;

namespace LinuxThreads.Procfs;

/// <summary>The mounts that a process sees: <c>/proc/[pid]/mountinfo</c>.</summary>
/// <remarks>Source: <c>/proc/[pid]/mountinfo</c> (<c>show_mountinfo</c>, fs/proc_namespace.c).</remarks>
public sealed record MountInfo
{
    private MountInfo(IReadOnlyList<MountInfoEntry> entries) => Entries = entries;

    /// <summary>One entry for each mount, in the kernel's order.</summary>
    /// <remarks>Source: the lines of the file. A later mount may cover an earlier one's mount point.</remarks>
    public IReadOnlyList<MountInfoEntry> Entries { get; }

    /// <summary>Reads the text of a <c>mountinfo</c> file.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">A line is not what the kernel documents.</exception>
    public static MountInfo Parse(ReadOnlySpan<byte> text, string path = "mountinfo")
    {
        var entries = new List<MountInfoEntry>();
        var scanner = new TextScanner(text, path);
        while (!scanner.AtEnd)
        {
            entries.Add(MountInfoEntry.From(scanner.ReadField()));
        }

        return new MountInfo(entries);
    }

    /// <summary>The mounts a process sees.</summary>
    /// <exception cref="SyscallException">The file could not be read; <c>ENOENT</c> or <c>ESRCH</c> if the process is gone.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static MountInfo Read(ProcRoot root, Pid pid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "mountinfo").Read(root, Parse, buffer);

    /// <summary>The mounts a process sees; false only if the process is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be read (<c>EINVAL</c> for a process that is ending).</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static bool TryRead(ProcRoot root, Pid pid, [NotNullWhen(true)] out MountInfo? mounts, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "mountinfo").TryRead(root, Parse, buffer, out mounts);
}
