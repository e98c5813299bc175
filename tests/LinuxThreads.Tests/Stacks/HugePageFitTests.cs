using LinuxThreads.Procfs;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

public sealed class HugePageFitTests
{
    private const ulong Huge = 0x20_0000;

    private static readonly ByteSize Size = new((long)Huge);

    [Test]
    public void A_stack_that_is_its_mapping_holds_the_aligned_pages_within_it()
    {
        var range = new AddressRange(Huge - 0x1000, (4 * Huge) + 0x1000);

        HugePageFit.Of(range, range, Size).Should().Be(new HugePageFit(Size, 3, new AddressRange(3 * Huge, 4 * Huge)));
    }

    [TestCase(0x1000UL, Huge)]
    [TestCase(0UL, Huge - 0x1000)]
    [TestCase(0x1000UL, (2 * Huge) - 0x1000)]
    public void Without_a_whole_aligned_page_in_the_mapping_none_fits(ulong start, ulong end)
    {
        var range = new AddressRange(start, end);

        HugePageFit.Of(range, range, Size).Count.Should().Be(0);
    }

    [Test]
    public void An_aligned_mapping_of_exactly_one_page_holds_one() =>
        HugePageFit.Of(new AddressRange(Huge, 2 * Huge), new AddressRange(Huge, 2 * Huge), Size).Count.Should().Be(1);

    [Test]
    public void In_a_larger_mapping_only_the_pages_that_touch_the_stack_count()
    {
        var mapping = new AddressRange(0, 10 * Huge);

        HugePageFit.Of(mapping, new AddressRange((3 * Huge) + 0x1000, (3 * Huge) + 0x9000), Size)
            .Should().Be(new HugePageFit(Size, 1, new AddressRange(3 * Huge, 4 * Huge)), "one huge page covers the stack and its neighbours");
        HugePageFit.Of(mapping, new AddressRange((3 * Huge) + 0x1000, (5 * Huge) + 0x1000), Size)
            .Should().Be(new HugePageFit(Size, 3, new AddressRange(5 * Huge, 6 * Huge)));
    }

    [Test]
    public void An_aligned_page_of_the_mapping_beside_the_stack_does_not_count() =>
        HugePageFit.Of(new AddressRange(0, (2 * Huge) + 0x8000), new AddressRange(2 * Huge, (2 * Huge) + 0x8000), Size).Count.Should().Be(0);

    [Test]
    public void The_largest_size_that_is_allowed_and_fits_is_chosen()
    {
        var small = ByteSize.FromKibibytes(64);
        var settings = new HugePageSettings("always", Size, [new(small, "always"), new(Size, "always")], 511, true);
        var mapping = new StackMapping(new AddressRange(0x1000, Huge), MappingPermissions.Write);
        var large = new StackMapping(new AddressRange(0, Huge), MappingPermissions.Write);

        HugePageFit.Choose(mapping, mapping.Range, settings)!.Value.Size.Should().Be(small);
        HugePageFit.Choose(large, large.Range, settings)!.Value.Size.Should().Be(Size);
    }

    [Test]
    public void Where_no_size_is_allowed_the_machine_s_largest_is_looked_at()
    {
        var settings = new HugePageSettings("never", Size, [new(Size, "never")], 511, true);
        var mapping = new StackMapping(new AddressRange(0, 2 * Huge), MappingPermissions.Write);

        HugePageFit.Choose(mapping, mapping.Range, settings).Should().Be(new HugePageFit(Size, 2, new AddressRange(Huge, 2 * Huge)));
    }

    [Test]
    public void Without_a_known_size_nothing_is_chosen() =>
        HugePageFit.Choose(new StackMapping(new AddressRange(0, Huge), MappingPermissions.Write), new AddressRange(0, Huge), HugePageSettings.Of(null, null))
            .Should().BeNull();
}
