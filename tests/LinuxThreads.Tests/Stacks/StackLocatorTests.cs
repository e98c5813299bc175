using LinuxThreads.Procfs;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

/// <summary>Each way two layouts of memory could be taken for each other: a range where there is a witness, a reason where there is none.</summary>
public sealed class StackLocatorTests
{
    private const ulong Page = 0x1000;
    private const ulong Base = 0x7f12_3000_1000;
    private const ulong Size = 0x10000;
    private const MappingPermissions ReadWrite = MappingPermissions.Read | MappingPermissions.Write;

    private static readonly StackMapping GuardBelow = Mapping(Base - Page, Base, MappingPermissions.None);
    private static readonly StackMapping Stack = Mapping(Base, Base + Size);

    [Test]
    public void A_mapping_of_its_own_above_a_guard_is_the_stack()
    {
        var location = Locate([GuardBelow, Stack], head: Base + Size - 1632);

        location.Should().BeEquivalentTo(StackLocation.Found(
            StackLocatedBy.RobustList, new AddressRange(Base, Base + Size), new ByteSize(4096), Stack));
    }

    [Test]
    public void A_neighbour_merged_above_is_cut_off_where_the_threads_block_ends()
    {
        var merged = Mapping(Base, Base + Size + 0x30000);

        Locate([GuardBelow, merged], head: Base + Size - 1632).Range.Should().Be(new AddressRange(Base, Base + Size));
    }

    [Test]
    public void A_measured_distance_tells_the_end_of_a_stack_whose_block_crosses_a_page()
    {
        var mapping = Mapping(Base, Base + Size + Page);
        var locator = Locator([GuardBelow, mapping], [], ThreadBlockRule.LastPage(Page, 1632));

        locator.Locate(Clues(Base + Size - 1000)).Range!.Value.End.Should().Be(Base + Size + Page);
    }

    [Test]
    public void A_block_whose_end_would_lie_beyond_the_mapping_contradicts_it()
    {
        var locator = Locator([GuardBelow, Stack], [], ThreadBlockRule.LastPage(Page, 1632));

        ShouldBeUnknown(locator.Locate(Clues(Base + Size - 1000)), "upper bound");
    }

    [Test]
    public void Nothing_below_the_mapping_leaves_the_lower_bound_unknown() =>
        ShouldBeUnknown(Locate([Stack], head: Base + Size - 1632), "no guard");

    [Test]
    public void A_guard_with_a_gap_above_it_is_not_this_stacks() =>
        ShouldBeUnknown(Locate([Mapping(Base - 2 * Page, Base - Page, MappingPermissions.None), Stack], head: Base + Size - 1632), "no guard");

    [Test]
    public void A_readable_mapping_below_is_no_guard() =>
        ShouldBeUnknown(Locate([GuardBelow with { Perms = MappingPermissions.Read }, Stack], head: Base + Size - 1632), "no guard");

    [Test]
    public void The_inaccessible_gap_of_a_program_file_is_no_guard() =>
        ShouldBeUnknown(
            Locate([GuardBelow with { Inode = 77, Dev = new DeviceNumber(8, 1) }, Stack], head: Base + Size - 1632), "no guard");

    [Test]
    public void A_guard_too_large_to_be_only_that_bounds_the_stack_but_has_no_size()
    {
        var large = Mapping(Base - (2 << 20), Base, MappingPermissions.None);

        var location = Locate([large, Stack], head: Base + Size - 1632);

        (location.Range, location.Guard).Should().Be((new AddressRange(Base, Base + Size), null));
        location.Notes.Should().ContainSingle().Which.Should().Contain("guard size unknown");
    }

    [TestCase(0x1_0000UL)]
    [TestCase(0x400_0000UL)]
    public void Where_an_arena_of_malloc_would_be_the_area_below_may_be_another_arenas_rest(ulong used)
    {
        const ulong arena = 0x7f12_3400_0000;
        StackMapping[] mappings =
        [
            Mapping(arena - Page, arena, MappingPermissions.None),
            Mapping(arena, arena + used),
            Mapping(arena + used, arena + 0x400_1000, MappingPermissions.None),
        ];

        ShouldBeUnknown(Locate(mappings, head: arena + used - 1632), "arena");
    }

    [Test]
    public void A_stack_that_begins_where_an_arena_might_is_one_if_no_arenas_rest_is_above()
    {
        const ulong aligned = 0x7f12_3400_0000;
        StackMapping[] mappings =
        [
            Mapping(aligned - Page, aligned, MappingPermissions.None),
            Mapping(aligned, aligned + Size),
            Mapping(aligned + Size, aligned + Size + Page, MappingPermissions.None),
        ];

        Locate(mappings, head: aligned + Size - 1632).Range.Should().Be(new AddressRange(aligned, aligned + Size));
    }

    [Test]
    public void A_stack_between_lightweight_guards_ends_at_the_thread_s_block_and_begins_above_the_guard()
    {
        var area = Mapping(Base, Base + 4 * Size);
        AddressRange[] guards = [new(Base, Base + Page), new(Base + Size, Base + Size + Page), new(Base + 2 * Size, Base + 2 * Size + Page)];

        var location = Locate([area], head: Base + 2 * Size - 1632, guards);

        (location.Range, location.Guard).Should().Be((new AddressRange(Base + Size + Page, Base + 2 * Size), new ByteSize(4096)));
    }

    [Test]
    public void A_lightweight_guard_within_the_mapping_comes_before_the_one_below_it()
    {
        var location = Locate([GuardBelow, Stack], head: Base + Size - 1632, new AddressRange(Base + 0x4000, Base + 0x6000));

        (location.Range, location.Guard).Should().Be((new AddressRange(Base + 0x6000, Base + Size), new ByteSize(0x2000)));
    }

    [Test]
    public void A_guard_between_the_block_and_its_end_contradicts_it()
    {
        var locator = Locator([GuardBelow, Stack], [new(Base + 0x8000, Base + 0x9000)], ThreadBlockRule.LastPage(Page, 0x2000));

        ShouldBeUnknown(locator.Locate(Clues(Base + 0x7800)), "upper bound");
    }

    [Test]
    public void A_block_in_a_guard_is_a_contradiction() =>
        ShouldBeUnknown(Locate([GuardBelow, Stack], head: Base + 0x4800, new AddressRange(Base + 0x4000, Base + 0x5000)), "in a guard");

    [Test]
    public void A_block_in_no_mapping_is_a_contradiction() => ShouldBeUnknown(Locate([GuardBelow, Stack], head: Base + Size + 8), "in no mapping");

    [Test]
    public void A_block_in_read_only_memory_is_no_stack() =>
        ShouldBeUnknown(Locate([GuardBelow, Stack with { Perms = MappingPermissions.Read }], head: Base + Size - 1632), "no thread's stack");

    [Test]
    public void A_block_on_the_first_threads_stack_is_no_stack_of_its_own() =>
        ShouldBeUnknown(Locate([GuardBelow, Stack with { IsMainStack = true }], head: Base + Size - 1632), "no thread's stack");

    [Test]
    public void The_first_thread_has_the_kernels_mapping_whatever_its_robust_list()
    {
        var main = Mapping(0x7ffe_0000_0000, 0x7ffe_0002_1000) with { IsMainStack = true };
        var locator = Locator([GuardBelow, Stack, main], [], ThreadBlockRule.LastPage(Page));

        var location = locator.Locate(Clues(Base + Size - 1632) with { IsMain = true, StackPointer = 0x7ffe_0002_0000 });

        location.Should().BeEquivalentTo(StackLocation.Found(StackLocatedBy.Main, main.Range, ByteSize.Zero, main));
    }

    [Test]
    public void A_first_thread_without_the_kernels_mapping_is_unknown() =>
        ShouldBeUnknown(Locator([Stack], [], ThreadBlockRule.LastPage(Page)).Locate(Clues(null) with { IsMain = true }), "[stack]");

    [Test]
    public void Own_bounds_need_no_guard()
    {
        var own = new AddressRange(Base + 0x10, Base + Size - 0x10);

        var location = Locator([Stack], [], ThreadBlockRule.LastPage(Page)).Locate(Clues(Base + Size - 1632) with { OwnBounds = own });

        location.Should().BeEquivalentTo(StackLocation.Found(StackLocatedBy.OwnBounds, own, ByteSize.Zero, Stack));
    }

    [Test]
    public void Own_bounds_that_the_robust_list_contradicts_say_so()
    {
        var location = Locator([Stack], [], ThreadBlockRule.LastPage(Page))
            .Locate(Clues(Base + Size + 8) with { OwnBounds = new AddressRange(Base, Base + Size) });

        location.Range.Should().NotBeNull();
        location.Notes.Should().ContainSingle().Which.Should().Contain("robust list head");
    }

    [Test]
    public void Own_bounds_that_are_not_mapped_are_no_stack() =>
        ShouldBeUnknown(
            Locator([Stack], [], ThreadBlockRule.LastPage(Page)).Locate(Clues(null) with { OwnBounds = new AddressRange(Base, Base + Size + Page) }),
            "not within one mapping");

    [TestCase(Base)]
    [TestCase(Base + Size - 8)]
    public void A_stack_pointer_on_the_stack_agrees(ulong sp) =>
        Locator([GuardBelow, Stack], [], ThreadBlockRule.LastPage(Page))
            .Locate(Clues(Base + Size - 1632) with { StackPointer = sp }).Notes.Should().BeEmpty();

    [TestCase(Base - 8)]
    [TestCase(Base + Size)]
    public void A_stack_pointer_elsewhere_is_reported_beside_the_range(ulong sp)
    {
        var location = Locator([GuardBelow, Stack], [], ThreadBlockRule.LastPage(Page))
            .Locate(Clues(Base + Size - 1632) with { StackPointer = sp });

        location.Range.Should().Be(new AddressRange(Base, Base + Size));
        location.Notes.Should().ContainSingle().Which.Should().Contain($"0x{sp:x}");
    }

    [Test]
    public void A_stack_pointer_alone_bounds_nothing_above()
    {
        var clues = Clues(null) with { StackPointer = Base + 0x8000, NoStackPointer = "no block found" };

        ShouldBeUnknown(Locator([GuardBelow, Stack], [], ThreadBlockRule.LastPage(Page)).Locate(clues), "no block found");
    }

    [Test]
    public void A_block_found_above_the_stack_pointer_bounds_the_stack()
    {
        var clues = Clues(null) with { StackPointer = Base + 0x8000, Block = Base + Size - 2368 };

        var location = Locator([GuardBelow, Stack], [], ThreadBlockRule.LastPage(Page)).Locate(clues);

        (location.LocatedBy, location.Range).Should().Be((StackLocatedBy.StackPointer, new AddressRange(Base, Base + Size)));
    }

    [Test]
    public void Without_a_rule_for_the_block_the_upper_bound_is_unknown()
    {
        var locator = Locator([GuardBelow, Stack], [], ThreadBlockRule.SharedDistance(Page, [5000]));

        ShouldBeUnknown(locator.Locate(Clues(Base + Size - 5000)), "upper bound");
    }

    [Test]
    public void The_distance_to_the_limit_is_that_to_the_next_guard_or_the_mappings_end()
    {
        var table = new MappingTable([GuardBelow, Stack]);

        StackLocator.DistanceToLimit(Base + Size - 100, table, _ => GuardRuns.None).Should().Be(100);
        StackLocator.DistanceToLimit(Base + 0x1f00, table, _ => new GuardRuns([new(Base + 0x2000, Base + 0x3000)])).Should().Be(0x100);
        StackLocator.DistanceToLimit(Base - 8, table, _ => GuardRuns.None).Should().BeNull();
    }

    private static StackLocation Locate(StackMapping[] mappings, ulong head, params AddressRange[] guards) =>
        Locator(mappings, guards, ThreadBlockRule.LastPage(Page)).Locate(Clues(head));

    private static StackLocator Locator(StackMapping[] mappings, AddressRange[] guards, ThreadBlockRule rule) =>
        new(new MappingTable(mappings), mapping => new GuardRuns([.. guards.Where(mapping.Range.Contains)]), rule);

    private static StackClues Clues(ulong? head) => new(new Tid(42)) { Head = head, NoHead = "no list" };

    private static StackMapping Mapping(ulong start, ulong end, MappingPermissions permissions = ReadWrite) =>
        new(new AddressRange(start, end), permissions);

    private static void ShouldBeUnknown(StackLocation location, string reason)
    {
        (location.LocatedBy, location.Range, location.Guard, location.Mapping).Should().Be((null, null, null, null));
        location.Notes.Should().ContainSingle().Which.Should().Contain(reason);
    }
}
