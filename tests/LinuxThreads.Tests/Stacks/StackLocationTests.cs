using LinuxThreads.Procfs;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

/// <summary>Whether what was found a moment ago still holds by the mappings as they are now.</summary>
public sealed class StackLocationTests
{
    private static readonly AddressRange Range = new(0x10000, 0x20000);

    private static readonly StackMapping Guard = Mapping(0xf000, 0x10000, MappingPermissions.None);

    [Test]
    public void The_same_mappings_hold_it() => Found().IsStillIn(new MappingTable([Guard, Mapping(0x10000, 0x20000)])).Should().BeTrue();

    [Test]
    public void A_neighbour_merged_above_since_changes_nothing() =>
        Found().IsStillIn(new MappingTable([Guard, Mapping(0x10000, 0x30000)])).Should().BeTrue();

    [Test]
    public void A_stack_unmapped_since_is_not_there() => Found().IsStillIn(new MappingTable([Guard])).Should().BeFalse();

    [Test]
    public void A_stack_of_which_a_part_was_unmapped_is_not_there() =>
        Found().IsStillIn(new MappingTable([Guard, Mapping(0x10000, 0x1f000)])).Should().BeFalse();

    [Test]
    public void A_stack_made_read_only_is_not_there() =>
        Found().IsStillIn(new MappingTable([Guard, Mapping(0x10000, 0x20000, MappingPermissions.Read)])).Should().BeFalse();

    [Test]
    public void A_guard_unmapped_since_leaves_no_witness() =>
        Found().IsStillIn(new MappingTable([Mapping(0x10000, 0x20000)])).Should().BeFalse();

    [Test]
    public void A_guard_made_writable_since_leaves_no_witness() =>
        Found().IsStillIn(new MappingTable([Mapping(0xf000, 0x20000)])).Should().BeFalse();

    [Test]
    public void A_stack_above_a_lightweight_guard_needs_no_guard_mapping()
    {
        var mapping = Mapping(0x8000, 0x20000);
        var location = StackLocation.Found(StackLocatedBy.RobustList, Range, new ByteSize(0x1000), mapping);

        location.IsStillIn(new MappingTable([mapping])).Should().BeTrue();
    }

    [TestCase(StackLocatedBy.Main)]
    [TestCase(StackLocatedBy.OwnBounds)]
    public void Stacks_that_need_no_guard_need_none_afterwards(StackLocatedBy way) =>
        Found(way).IsStillIn(new MappingTable([Mapping(0xe000, 0x20000)])).Should().BeTrue();

    [Test]
    public void What_was_not_found_can_not_have_changed() =>
        StackLocation.Unknown("why").IsStillIn(new MappingTable([])).Should().BeTrue();

    private static StackLocation Found(StackLocatedBy way = StackLocatedBy.RobustList) =>
        StackLocation.Found(way, Range, new ByteSize(0x1000), Mapping(0x10000, 0x20000));

    private static StackMapping Mapping(
        ulong start, ulong end, MappingPermissions permissions = MappingPermissions.Read | MappingPermissions.Write) =>
        new(new AddressRange(start, end), permissions);
}
