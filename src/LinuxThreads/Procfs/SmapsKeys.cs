namespace LinuxThreads.Procfs;

/// <summary>Finds a key of smaps at the start of a line.</summary>
/// <remarks>
/// The lines of an entry come in the table's order on every kernel; kernels only differ in which are there. The search
/// therefore starts after the key found last and nearly always ends at once, and a line in any other place is still found.
/// </remarks>
internal static class SmapsKeys
{
    public const int Count = (int)SmapsKey.VmFlags + 1;

    /// <summary>How many keys, from the first on, are sizes in kB; what follows has forms of its own.</summary>
    public const int Sizes = (int)SmapsKey.THPeligible;

    /// <summary>Printed by every kernel with smaps that has Pss, which is to say since Linux 2.6.25.</summary>
    public const uint Mandatory =
        (1u << (int)SmapsKey.Size) | (1u << (int)SmapsKey.Rss) | (1u << (int)SmapsKey.Pss)
        | (1u << (int)SmapsKey.SharedClean) | (1u << (int)SmapsKey.SharedDirty)
        | (1u << (int)SmapsKey.PrivateClean) | (1u << (int)SmapsKey.PrivateDirty);

    /// <summary>The keys as printed, colon included; the index is the <see cref="SmapsKey"/>.</summary>
    private static readonly byte[][] Printed =
    [
        "Size:"u8.ToArray(),
        "KernelPageSize:"u8.ToArray(),
        "MMUPageSize:"u8.ToArray(),
        "Rss:"u8.ToArray(),
        "Pss:"u8.ToArray(),
        "Pss_Dirty:"u8.ToArray(),
        "Shared_Clean:"u8.ToArray(),
        "Shared_Dirty:"u8.ToArray(),
        "Private_Clean:"u8.ToArray(),
        "Private_Dirty:"u8.ToArray(),
        "Referenced:"u8.ToArray(),
        "Anonymous:"u8.ToArray(),
        "KSM:"u8.ToArray(),
        "LazyFree:"u8.ToArray(),
        "AnonHugePages:"u8.ToArray(),
        "ShmemPmdMapped:"u8.ToArray(),
        "FilePmdMapped:"u8.ToArray(),
        "Shared_Hugetlb:"u8.ToArray(),
        "Private_Hugetlb:"u8.ToArray(),
        "Swap:"u8.ToArray(),
        "SwapPss:"u8.ToArray(),
        "Locked:"u8.ToArray(),
        "THPeligible:"u8.ToArray(),
        "ProtectionKey:"u8.ToArray(),
        "VmFlags:"u8.ToArray(),
    ];

    /// <summary>The key that <paramref name="line"/> begins with, or −1; <paramref name="value"/> is what follows the colon.</summary>
    /// <param name="line">A line without its line feed.</param>
    /// <param name="expected">Where to look first; on success the key after the one found.</param>
    /// <param name="value">The text after the colon.</param>
    public static int Find(ReadOnlySpan<byte> line, ref int expected, out ReadOnlySpan<byte> value)
    {
        var candidate = expected;
        for (var tried = 0; tried < Count; tried++)
        {
            if (candidate == Count)
            {
                candidate = 0;
            }

            var key = Printed[candidate];
            if (line.StartsWith(key))
            {
                value = line[key.Length..];
                expected = candidate + 1;
                return candidate;
            }

            candidate++;
        }

        value = default;
        return -1;
    }

    /// <summary>The key as printed, without its colon.</summary>
    public static string NameOf(int key) => TextScanner.TextOf(Printed[key].AsSpan()[..^1]);

    /// <summary>All keys with their colons one after the other, each filled up with spaces to <paramref name="width"/> bytes.</summary>
    public static byte[] Padded(int width)
    {
        var padded = new byte[Count * width];
        padded.AsSpan().Fill((byte)' ');
        for (var key = 0; key < Count; key++)
        {
            Printed[key].CopyTo(padded, key * width);
        }

        return padded;
    }
}
