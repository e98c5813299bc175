namespace LinuxThreads.Stacks;

/// <summary>A mapping, or a part of one, with its class.</summary>
internal sealed record MemoryPiece(SmapsMapping Mapping, AddressRange Range, MemoryClass Class)
{
    /// <summary>Something else than the mapping's own line said what it is.</summary>
    public bool IsClaimed { get; init; }

    public bool Inferred { get; init; }

    /// <summary>A whole mapping, private and without a name, of which nothing is known yet.</summary>
    public bool IsOpen => !IsClaimed && Class == MemoryClass.OtherAnonymous && Range == Mapping.Range && Mapping.IsPrivateAnonymous;

    public static List<MemoryPiece> FromMappings(IEnumerable<SmapsMapping> mappings) =>
        [.. mappings.Select(static mapping => new MemoryPiece(mapping, mapping.Range, MappingKind.Of(mapping)))];

    /// <summary>Cuts out of the pieces what is claimed. What was claimed before stays as it is, and of two claims that overlap the lower one has the page.</summary>
    /// <param name="pieces">Ascending, without overlap.</param>
    /// <param name="claims">In any order.</param>
    public static List<MemoryPiece> Claim(List<MemoryPiece> pieces, IEnumerable<MemoryClaim> claims)
    {
        var ascending = claims.OrderBy(static claim => claim.Range.Start).ToArray();
        var result = new List<MemoryPiece>(pieces.Count + ascending.Length);
        var first = 0;
        foreach (var piece in pieces)
        {
            while (first < ascending.Length && ascending[first].Range.End <= piece.Range.Start)
            {
                first++;
            }

            if (piece.IsClaimed)
            {
                result.Add(piece);
                continue;
            }

            var from = piece.Range.Start;
            for (var i = first; i < ascending.Length && ascending[i].Range.Start < piece.Range.End; i++)
            {
                var start = Math.Max(from, ascending[i].Range.Start);
                var end = Math.Min(piece.Range.End, ascending[i].Range.End);
                if (start >= end)
                {
                    continue;
                }

                Add(result, piece, from, start);
                result.Add(piece with
                {
                    Range = new AddressRange(start, end), Class = ascending[i].Class, IsClaimed = true, Inferred = ascending[i].Inferred,
                });
                from = end;
            }

            Add(result, piece, from, piece.Range.End);
        }

        return result;
    }

    private static void Add(List<MemoryPiece> result, MemoryPiece piece, ulong start, ulong end)
    {
        if (start < end)
        {
            result.Add(piece with { Range = new AddressRange(start, end) });
        }
    }
}
