namespace LinuxThreads.Procfs;

/// <summary>Collects the lines of one zone of /proc/zoneinfo.</summary>
internal sealed class ZoneinfoReader
{
    private readonly List<ZoneinfoPageset> _pagesets = [];
    private readonly int _node;
    private readonly string _zone;
    private long? _pagesFree;
    private int? _cpu;

    private ZoneinfoReader(int node, string zone)
    {
        _node = node;
        _zone = zone;
    }

    /// <summary>Reads a line <c>Node 0, zone   Normal</c>.</summary>
    public static ZoneinfoReader Begin(scoped in TextScanner scanner, ReadOnlySpan<byte> line)
    {
        const string Expectation = "Node, a number, a comma, zone and a name";
        var separator = ", zone "u8;
        var rest = line["Node ".Length..];
        var end = rest.IndexOf(separator);
        if (end < 0 || !KernelNumber.TryParseCount(rest[..end], out var node) || node > int.MaxValue)
        {
            throw scanner.Error("Node", line, Expectation);
        }

        var name = rest[(end + separator.Length)..].Trim((byte)' ');
        return name.IsEmpty
            ? throw scanner.Error("zone", line, Expectation)
            : new ZoneinfoReader((int)node, TextField.Decode(name));
    }

    public void Accept(scoped in TextScanner scanner, ReadOnlySpan<byte> line)
    {
        var text = line.Trim((byte)' ');
        if (TryKey(text, "pages free "u8, out var value))
        {
            if (_pagesFree is not null)
            {
                throw scanner.Error("pages free", line, "a line that stands once in a zone");
            }

            _pagesFree = Count(scanner, "pages free", value);
        }
        else if (TryKey(text, "cpu:"u8, out value))
        {
            RequireCount(scanner);
            var cpu = Count(scanner, "cpu", value);
            _cpu = cpu <= int.MaxValue ? (int)cpu : throw scanner.Error("cpu", value, "a CPU's number");
        }
        else if (TryKey(text, "count:"u8, out value))
        {
            var cpu = _cpu ?? throw scanner.Error("count", line, "a line 'cpu:' before it, and one count for each");
            _pagesets.Add(new ZoneinfoPageset(cpu, Count(scanner, "count", value)));
            _cpu = null;
        }
    }

    public ZoneinfoZone Finish(scoped in TextScanner scanner)
    {
        RequireCount(scanner);
        return new ZoneinfoZone
        {
            Node = _node,
            Zone = _zone,
            PagesFree = _pagesFree ?? throw scanner.Missing("pages free", "a line in every zone (the text was cut short)"),
            Pagesets = _pagesets,
        };
    }

    private void RequireCount(scoped in TextScanner scanner)
    {
        if (_cpu is not null)
        {
            throw scanner.Missing("count", "a line for every CPU (the text was cut short)");
        }
    }

    private static bool TryKey(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        var found = text.StartsWith(key);
        value = found ? text[key.Length..] : default;
        return found;
    }

    private static long Count(scoped in TextScanner scanner, string key, ReadOnlySpan<byte> value) =>
        // A page count above this could not be added up over zones; no machine has that much memory.
        KernelNumber.TryParseCount(value, out var count) && count <= uint.MaxValue * 1024L
            ? count
            : throw scanner.Error(key, value, "a whole number of pages");
}
