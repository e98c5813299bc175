namespace LinuxThreads.Procfs;

/// <summary>One object cache of the kernel.</summary>
/// <remarks>Source: a line of <c>/proc/slabinfo</c>; the keys are those of the file's second line.</remarks>
public sealed record SlabinfoCache
{
    /// <summary>The cache's name, for instance <c>task_struct</c>.</summary>
    /// <remarks>Source: <c>name</c>.</remarks>
    public required string Name { get; init; }

    /// <summary>Objects in use.</summary>
    /// <remarks>Source: <c>active_objs</c>. SLUB counts all objects of slabs that a CPU holds as in use.</remarks>
    public required long ActiveObjs { get; init; }

    /// <summary>Objects that there is room for, in use or not.</summary>
    /// <remarks>Source: <c>num_objs</c>.</remarks>
    public required long NumObjs { get; init; }

    /// <summary>Size of an object with its padding, in bytes.</summary>
    /// <remarks>Source: <c>objsize</c>.</remarks>
    public required ByteSize Objsize { get; init; }

    /// <summary>Objects in one slab.</summary>
    /// <remarks>Source: <c>objperslab</c>.</remarks>
    public required long Objperslab { get; init; }

    /// <summary>Pages in one slab.</summary>
    /// <remarks>Source: <c>pagesperslab</c>.</remarks>
    public required long Pagesperslab { get; init; }

    /// <summary>Slabs with objects in use; SLUB prints the number of all slabs.</summary>
    /// <remarks>Source: <c>active_slabs</c>.</remarks>
    public required long ActiveSlabs { get; init; }

    /// <summary>Slabs in all; times <see cref="Pagesperslab"/> the cache's memory in pages.</summary>
    /// <remarks>Source: <c>num_slabs</c>.</remarks>
    public required long NumSlabs { get; init; }

    internal static SlabinfoCache Parse(scoped in TextScanner scanner, ReadOnlySpan<byte> line)
    {
        // A name may hold spaces (nothing in the kernel forbids them), so numbers are taken from the right.
        var objects = Before(scanner, line, " : tunables "u8, "tunables");
        var pagesperslab = TakeLast(scanner, ref objects, "pagesperslab", line);
        var objperslab = TakeLast(scanner, ref objects, "objperslab", line);
        var objsize = TakeLast(scanner, ref objects, "objsize", line);
        var numObjs = TakeLast(scanner, ref objects, "num_objs", line);
        var activeObjs = TakeLast(scanner, ref objects, "active_objs", line);
        var name = objects.Trim((byte)' ');
        if (name.IsEmpty)
        {
            throw scanner.Error("name", line, "a name before the numbers");
        }

        var marker = " : slabdata "u8;
        _ = Before(scanner, line, marker, "slabdata");
        var slabs = line[(line.LastIndexOf(marker) + marker.Length)..];
        return new SlabinfoCache
        {
            Name = TextField.Decode(name),
            ActiveObjs = activeObjs,
            NumObjs = numObjs,
            Objsize = new ByteSize(objsize),
            Objperslab = objperslab,
            Pagesperslab = pagesperslab,
            ActiveSlabs = TakeFirst(scanner, ref slabs, "active_slabs", line),
            NumSlabs = TakeFirst(scanner, ref slabs, "num_slabs", line),
        };
    }

    private static ReadOnlySpan<byte> Before(scoped in TextScanner scanner, ReadOnlySpan<byte> line, ReadOnlySpan<byte> marker, string key)
    {
        var end = line.LastIndexOf(marker);
        return end >= 0 ? line[..end] : throw scanner.Error(key, line, $"'{key}' between colons");
    }

    private static long TakeLast(scoped in TextScanner scanner, ref ReadOnlySpan<byte> text, string key, ReadOnlySpan<byte> line)
    {
        text = text.TrimEnd((byte)' ');
        var start = text.LastIndexOf((byte)' ') + 1;
        var number = Number(scanner, text[start..], key, line);
        text = text[..start];
        return number;
    }

    private static long TakeFirst(scoped in TextScanner scanner, ref ReadOnlySpan<byte> text, string key, ReadOnlySpan<byte> line)
    {
        text = text.TrimStart((byte)' ');
        var end = text.IndexOf((byte)' ');
        var number = Number(scanner, end < 0 ? text : text[..end], key, line);
        text = end < 0 ? default : text[end..];
        return number;
    }

    private static long Number(scoped in TextScanner scanner, ReadOnlySpan<byte> digits, string key, ReadOnlySpan<byte> line) =>
        KernelNumber.TryParseCount(digits, out var number)
            ? number
            : throw scanner.Error(key, line, "a whole number");
}
