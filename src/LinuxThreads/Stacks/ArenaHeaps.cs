using System.Buffers.Binary;
using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>Finds the heaps of glibc's arenas other than the main one.</summary>
/// <remarks>
/// A heap (<c>new_heap</c> in glibc's <c>malloc/arena.c</c>) begins at a multiple of <c>HEAP_MAX_SIZE</c>, 64 MiB on 64-bit, and owns
/// as much; what is not in use yet is inaccessible. It begins with <c>heap_info</c>: the address of the arena's state, the
/// heap before it in the arena, the bytes in use, the bytes made accessible. An arena's state follows the header of its first heap.
/// All of this is checked, so that a region of another allocator that lies at such an address is not taken for a heap.
/// With <c>glibc.malloc.hugetlb</c> of 2 or more heaps are of other sizes (<see cref="ArenaCap.HasHeapsOfOtherSize"/>) and are not looked for.
/// </remarks>
internal static class ArenaHeaps
{
    public const ulong HeapMaxSize = 64UL << 20;

    // ar_ptr, prev, size, mprotect_size: the same first four words in every glibc that this library runs beside.
    private const int HeaderLength = 4 * sizeof(ulong);

    // The state follows the header after at most some padding; the header itself has grown from 32 to 48 bytes.
    private const ulong FarthestState = 256;

    /// <summary>Fills <paramref name="bytes"/> from an address of the process; how many it could.</summary>
    internal delegate int Reader(ulong address, Span<byte> bytes);

    /// <summary>The heaps whose headers say that they are heaps, ascending.</summary>
    public static List<ArenaHeap> Verify(IReadOnlyList<SmapsMapping> mappings, ulong pageSize, Reader read)
    {
        var headers = new Dictionary<ulong, (ulong State, ulong Previous)>();
        foreach (var start in Candidates(mappings))
        {
            if (TryReadHeader(mappings, pageSize, read, start) is { } header)
            {
                headers.Add(start, header);
            }
        }

        return [.. headers.Where(heap => IsOfAnArena(heap.Key, heap.Value, headers)).Select(static heap => new ArenaHeap(heap.Key, heap.Value.State))];
    }

    /// <summary>What looks like a heap that has not grown to its end, where the headers cannot be read.</summary>
    public static List<ArenaHeap> Infer(IReadOnlyList<SmapsMapping> mappings)
    {
        var heaps = new List<ArenaHeap>();
        for (var i = 0; i + 1 < mappings.Count; i++)
        {
            var (used, rest) = (mappings[i], mappings[i + 1]);
            if (used.Range.Start % HeapMaxSize == 0
                && used is { IsPrivateAnonymous: true, IsWritable: true, IsExecutable: false }
                && used.Range.End < used.Range.Start + HeapMaxSize
                && rest is { IsPrivateAnonymous: true, IsInaccessible: true }
                && rest.Range.Start == used.Range.End && rest.Range.End >= used.Range.Start + HeapMaxSize
                && used.Has(VmFlags.NoReserve) && rest.Has(VmFlags.NoReserve))
            {
                heaps.Add(new ArenaHeap(used.Range.Start, null));
            }
        }

        return heaps;
    }

    private static IEnumerable<ulong> Candidates(IEnumerable<SmapsMapping> mappings)
    {
        foreach (var mapping in mappings.Where(IsHeapLike))
        {
            for (var start = AddressRange.RoundUp(mapping.Range.Start, HeapMaxSize); start < mapping.Range.End; start += HeapMaxSize)
            {
                yield return start;
            }
        }
    }

    // With glibc.mem.decorate_maps (glibc 2.39) a heap is named "[anon: glibc: malloc arena]".
    private static bool IsHeapLike(SmapsMapping mapping) =>
        mapping.IsWritable && (mapping.IsPrivateAnonymous || mapping.AnonName is not null);

    private static bool IsOfAHeap(SmapsMapping mapping) => IsHeapLike(mapping) || mapping is { IsPrivateAnonymous: true, IsInaccessible: true };

    private static (ulong State, ulong Previous)? TryReadHeader(IReadOnlyList<SmapsMapping> mappings, ulong pageSize, Reader read, ulong start)
    {
        Span<byte> bytes = stackalloc byte[HeaderLength];
        if (read(start, bytes) != HeaderLength)
        {
            return null;
        }

        var state = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var previous = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        var size = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        var accessible = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
        return size > 0 && size <= accessible && accessible <= HeapMaxSize
            && size % pageSize == 0 && accessible % pageSize == 0
            && previous % HeapMaxSize == 0
            && ExtentFrom(mappings, start, IsHeapLike) >= accessible
            && ExtentFrom(mappings, start, IsOfAHeap) >= HeapMaxSize
                ? (state, previous)
                : null;
    }

    /// <summary>True for an arena's first heap, and for one that follows another of the same arena.</summary>
    private static bool IsOfAnArena(ulong start, (ulong State, ulong Previous) header, Dictionary<ulong, (ulong State, ulong Previous)> headers)
    {
        var first = AddressRange.RoundDown(header.State, HeapMaxSize);
        return header.State - first is >= HeaderLength and <= FarthestState
            && headers.TryGetValue(first, out var ofFirst) && ofFirst == (header.State, 0)
            && (start == first || (headers.TryGetValue(header.Previous, out var before) && before.State == header.State));
    }

    /// <summary>How far mappings of a kind reach from an address on without a gap, as far as a heap.</summary>
    private static ulong ExtentFrom(IReadOnlyList<SmapsMapping> mappings, ulong start, Func<SmapsMapping, bool> isOfKind)
    {
        var end = start;
        while (end < start + HeapMaxSize && StackClaims.Find(mappings, end) is { } mapping && isOfKind(mapping))
        {
            end = mapping.Range.End;
        }

        return end - start;
    }
}
