using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>Finds what the .NET garbage collector has reserved, by its shape.</summary>
/// <remarks>
/// The collector reserves address space as inaccessible memory that is left out of core dumps (<c>MADV_DONTDUMP</c>, flag <c>dd</c>) and
/// makes parts of it accessible, which then are in dumps again (<c>GCToOSInterface::VirtualReserve</c> and <c>VirtualCommit</c>). A reservation is thus a run
/// of private unnamed mappings without a gap, accessible ones and inaccessible ones with <c>dd</c> in turn; its regions, its
/// own tables, and frozen objects each are such runs. The reservation for generated code looks alike, but has executable
/// memory next to it. A neighbour that the kernel merged with the run's first or last mapping is counted with it.
/// Seen with .NET 10; nothing of it is documented.
/// </remarks>
internal static class GcReservations
{
    // The smallest reservation, for frozen objects, is 4 MiB; what alignment leaves over beside code is below 64 KiB.
    private static readonly ByteSize LeastReserve = new(1 << 20);

    /// <summary>True if the mappings show a .NET runtime: its library, or its file for code that is mapped twice.</summary>
    public static bool IsDotnet(IEnumerable<SmapsMapping> mappings) => mappings.Any(static mapping =>
        mapping.Pathname.EndsWith("/libcoreclr.so", StringComparison.Ordinal) || MappingKind.IsDoubleMapper(mapping.Pathname));

    /// <summary>The claims on those of the pieces that nothing has claimed yet.</summary>
    public static List<MemoryClaim> Find(List<MemoryPiece> pieces)
    {
        var claims = new List<MemoryClaim>();
        for (var first = 0; first < pieces.Count;)
        {
            var end = first;
            while (end < pieces.Count && IsPart(pieces[end]) && (end == first || pieces[end].Range.Start == pieces[end - 1].Range.End))
            {
                end++;
            }

            if (end > first && IsReservation(pieces, first, end))
            {
                claims.AddRange(Enumerable.Range(first, end - first).Select(i => new MemoryClaim(pieces[i].Range, MemoryClass.GcHeap, Inferred: true)));
            }

            first = Math.Max(end, first + 1);
        }

        return claims;
    }

    // MAP_STACK sets nh, malloc's arenas and mappings of other reservations have nr.
    private static bool IsPart(MemoryPiece piece) =>
        piece.IsOpen
        && !piece.Mapping.Has(VmFlags.NoHugePage) && !piece.Mapping.Has(VmFlags.NoReserve)
        && (piece.Mapping.IsWritable || IsReserve(piece));

    private static bool IsReserve(MemoryPiece piece) => piece.Mapping.IsInaccessible && piece.Mapping.Has(VmFlags.DontDump);

    private static bool IsReservation(List<MemoryPiece> pieces, int first, int end)
    {
        var reserve = ByteSize.Zero;
        var isCommitted = false;
        for (var i = first; i < end; i++)
        {
            reserve += IsReserve(pieces[i]) ? pieces[i].Range.Length : ByteSize.Zero;
            isCommitted |= pieces[i].Mapping.IsWritable;
        }

        var isBesideCode = (first > 0 && IsCodeBeside(pieces[first - 1], pieces[first]))
            || (end < pieces.Count && IsCodeBeside(pieces[end - 1], pieces[end]));
        return isCommitted && reserve >= LeastReserve && !isBesideCode;
    }

    private static bool IsCodeBeside(MemoryPiece lower, MemoryPiece upper) =>
        lower.Range.End == upper.Range.Start && (lower.Class == MemoryClass.JitCode || upper.Class == MemoryClass.JitCode);
}
