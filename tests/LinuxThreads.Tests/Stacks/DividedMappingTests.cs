using LinuxThreads.Procfs;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

/// <summary>Several stacks in one mapping.</summary>
public sealed class DividedMappingTests
{
    [Test]
    public void A_lightweight_guard_within_the_stacks_mapping_is_a_guard() =>
        Claims("1000-5000 rw-p").Should().Equal((0x2000UL, 0x4000UL, MemoryClass.ThreadStacks), (0x1000UL, 0x2000UL, MemoryClass.Guards));

    [Test]
    public void An_inaccessible_mapping_below_the_stack_is_a_guard() =>
        Claims("1000-2000 ---p", "2000-5000 rw-p").Should().Contain((0x1000UL, 0x2000UL, MemoryClass.Guards));

    [Test]
    public void Another_mapping_in_use_below_the_stack_is_no_guard() =>
        Claims("1000-2000 rw-p", "2000-5000 rw-p").Should().Equal((0x2000UL, 0x4000UL, MemoryClass.ThreadStacks));

    [Test]
    public void A_stack_that_is_no_longer_mapped_claims_nothing_and_is_counted()
    {
        StackClaims.Of([Stack()], MappingText.Parse("6000-7000 rw-p"), 4096, out var gone).Should().BeEmpty();

        gone.Should().Be(1);
    }

    [Test]
    public void A_mapping_counts_once_in_a_class_that_has_two_parts_of_it()
    {
        var pieces = MemoryPiece.Claim(MappingText.Pieces("1000-6000 rw-p"), [Part(0x1000, 0x2000), Part(0x4000, 0x5000)]);

        ClassSums.Of(pieces, null, []).Classes.Select(static use => (use.Class, use.Mappings, use.Figures.Size.Bytes))
            .Should().Equal((MemoryClass.ThreadStacks, 1, 2 * 4096), (MemoryClass.OtherAnonymous, 1, 3 * 4096));
    }

    private static MemoryClaim Part(ulong start, ulong end) => new(new AddressRange(start, end), MemoryClass.ThreadStacks, Inferred: false);

    private static IEnumerable<(ulong Start, ulong End, MemoryClass Class)> Claims(params string[] mappings) =>
        StackClaims.Of([Stack()], MappingText.Parse(mappings), 4096, out _).Select(static claim => (claim.Range.Start, claim.Range.End, claim.Class));

    private static ThreadStack Stack() => new()
    {
        Tid = new Tid(7),
        Comm = new Comm("a"u8),
        StackStart = 0x2000,
        StackEnd = 0x4000,
        Guard = new ByteSize(4096),
        LocatedBy = StackLocatedBy.RobustList,
    };
}
