namespace LinuxThreads.Procfs;

/// <summary>One mount: one line of <c>/proc/[pid]/mountinfo</c>.</summary>
/// <remarks>Source: <c>/proc/[pid]/mountinfo</c>, the columns in this order; octal escapes (<c>\040</c> is a blank) are undone in all texts.</remarks>
/// <param name="MountId">The mount's number.</param>
/// <param name="ParentId">The number of the mount this one is mounted on.</param>
/// <param name="MajorMinor">The device number as <c>major:minor</c>.</param>
/// <param name="Root">The directory of the file system that is mounted: <c>/</c>, or less of it (a bind mount, a container's cgroup).</param>
/// <param name="MountPoint">Where it is mounted, seen from the process's root directory.</param>
/// <param name="MountOptions">The options of this mount, separated by commas.</param>
/// <param name="OptionalFields">The fields between the options and the hyphen, for instance <c>shared:2</c>; often none.</param>
/// <param name="FilesystemType">The type of the file system, for instance <c>cgroup2</c>.</param>
/// <param name="MountSource">What is mounted, or <c>none</c>, or any word.</param>
/// <param name="SuperOptions">The options of the file system, separated by commas; in version 1 cgroups the controllers are among them.</param>
public sealed record MountInfoEntry(
    int MountId,
    int ParentId,
    string MajorMinor,
    string Root,
    string MountPoint,
    string MountOptions,
    IReadOnlyList<string> OptionalFields,
    string FilesystemType,
    string MountSource,
    string SuperOptions)
{
    internal static MountInfoEntry From(TextField line)
    {
        var words = new List<string>();
        var hyphen = -1;
        foreach (var range in line.Bytes.Split((byte)' '))
        {
            var word = line.Bytes[range];
            if (hyphen < 0 && words.Count >= 6 && word.SequenceEqual("-"u8))
            {
                hyphen = words.Count;
                continue;
            }

            words.Add(Unescape(word));
        }

        // A source may be empty, which still leaves its place between two blanks.
        if (hyphen < 0 || words.Count != hyphen + 3)
        {
            throw line.Error("two ids, a device, a root, a mount point, options, optional fields, a hyphen and three words");
        }

        var rest = line.Bytes;
        return new MountInfoEntry(
            line.NextWord(ref rest, "mount id"u8).Int32(),
            line.NextWord(ref rest, "parent id"u8).Int32(),
            words[2],
            words[3],
            words[4],
            words[5],
            words[6..hyphen],
            words[hyphen],
            words[hyphen + 1],
            words[hyphen + 2]);
    }

    private static string Unescape(ReadOnlySpan<byte> escaped)
    {
        if (!escaped.Contains((byte)'\\'))
        {
            return TextField.Decode(escaped);
        }

        var bytes = new byte[escaped.Length];
        var length = 0;
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i..] is [(byte)'\\', >= (byte)'0' and <= (byte)'3', >= (byte)'0' and <= (byte)'7', >= (byte)'0' and <= (byte)'7', ..])
            {
                bytes[length++] = (byte)(((escaped[i + 1] - '0') << 6) | ((escaped[i + 2] - '0') << 3) | (escaped[i + 3] - '0'));
                i += 3;
            }
            else
            {
                bytes[length++] = escaped[i];
            }
        }

        return TextField.Decode(bytes.AsSpan(0, length));
    }
}
