using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

public sealed class MemoryPieceTests
{
    [Test]
    public void A_claim_within_a_mapping_cuts_it_in_three() =>
        Claimed([Claim(0x3000, 0x4000)], "1000-6000 rw-p").Should().Equal(
            (0x1000UL, 0x3000UL, MemoryClass.OtherAnonymous), (0x3000UL, 0x4000UL, MemoryClass.ThreadStacks), (0x4000UL, 0x6000UL, MemoryClass.OtherAnonymous));

    [Test]
    public void A_claim_over_two_mappings_takes_its_part_of_each_and_nothing_of_the_gap() =>
        Claimed([Claim(0x2000, 0x6000)], "1000-3000 rw-p", "4000-5000 ---p").Should().Equal(
            (0x1000UL, 0x2000UL, MemoryClass.OtherAnonymous), (0x2000UL, 0x3000UL, MemoryClass.ThreadStacks), (0x4000UL, 0x5000UL, MemoryClass.ThreadStacks));

    [Test]
    public void Of_two_claims_that_overlap_the_lower_one_has_the_page() =>
        Claimed([Claim(0x2000, 0x4000, MemoryClass.Guards), Claim(0x1000, 0x3000)], "1000-5000 rw-p").Should().Equal(
            (0x1000UL, 0x3000UL, MemoryClass.ThreadStacks), (0x3000UL, 0x4000UL, MemoryClass.Guards), (0x4000UL, 0x5000UL, MemoryClass.OtherAnonymous));

    [Test]
    public void What_was_claimed_first_stays()
    {
        var first = MemoryPiece.Claim(MappingText.Pieces("1000-5000 rw-p"), [Claim(0x2000, 0x3000)]);

        var then = MemoryPiece.Claim(first, [Claim(0x1000, 0x5000, MemoryClass.Arenas)]);

        then.Select(static piece => piece.Class).Should().Equal(MemoryClass.Arenas, MemoryClass.ThreadStacks, MemoryClass.Arenas);
    }

    [Test]
    public void Pieces_cover_their_mappings_whatever_is_claimed()
    {
        var random = new Random(20_000);
        for (var round = 0; round < 500; round++)
        {
            var claims = Enumerable.Range(0, random.Next(1, 8)).Select(_ =>
            {
                var start = (ulong)random.Next(0, 40);
                return Claim(start << 12, (start + (ulong)random.Next(1, 12)) << 12);
            });

            var pieces = MemoryPiece.Claim(MappingText.Pieces("5000-9000 rw-p", "9000-12000 rw-p", "14000-20000 ---p"), claims);

            pieces.GroupBy(static piece => piece.Mapping).Should().HaveCount(3);
            foreach (var mapping in pieces.GroupBy(static piece => piece.Mapping, ReferenceEqualityComparer.Instance))
            {
                var parts = mapping.ToArray();
                parts[0].Range.Start.Should().Be(parts[0].Mapping.Range.Start);
                parts[^1].Range.End.Should().Be(parts[0].Mapping.Range.End);
                parts.Skip(1).Select(static part => part.Range.Start).Should().Equal(parts.SkipLast(1).Select(static part => part.Range.End));
            }
        }
    }

    private static MemoryClaim Claim(ulong start, ulong end, MemoryClass kind = MemoryClass.ThreadStacks) => new(new AddressRange(start, end), kind, Inferred: false);

    private static IEnumerable<(ulong Start, ulong End, MemoryClass Class)> Claimed(MemoryClaim[] claims, params string[] mappings) =>
        MemoryPiece.Claim(MappingText.Pieces(mappings), claims).Select(static piece => (piece.Range.Start, piece.Range.End, piece.Class));
}
