using System.Text;
using LinuxThreads.Procfs;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

/// <summary>Mappings written as in smaps, a line each: <c>7f0000-7f1000 rw-p NAME | RSS_KB FLAGS</c>.</summary>
internal static class MappingText
{
    public static List<SmapsMapping> Parse(params string[] lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var halves = line.Split('|');
            var head = halves[0].Trim().Split(' ', 3);
            var tail = halves.Length > 1 ? halves[1].Trim().Split(' ', 2) : [];
            var rss = tail is [{ Length: > 0 } kibibytes, ..] ? kibibytes : "0";
            var bounds = head[0].Split('-').Select(bound => Convert.ToUInt64(bound, 16)).ToArray();
            text.Append($"{head[0]} {head[1]} 00000000 00:00 0 {(head.Length > 2 ? head[2] : "")}\n");
            text.Append($"Size: {(bounds[1] - bounds[0]) / 1024} kB\nRss: {rss} kB\nPss: {rss} kB\n");
            text.Append($"Shared_Clean: 0 kB\nShared_Dirty: 0 kB\nPrivate_Clean: 0 kB\nPrivate_Dirty: {rss} kB\nAnonHugePages: 0 kB\nSwap: 0 kB\n");
            text.Append($"VmFlags: {(tail.Length > 1 ? tail[1] : "mr mw me")} \n");
        }

        return SmapsMapping.FromSmaps(Smaps.Enumerate(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public static List<MemoryPiece> Pieces(params string[] lines) => MemoryPiece.FromMappings(Parse(lines));
}
