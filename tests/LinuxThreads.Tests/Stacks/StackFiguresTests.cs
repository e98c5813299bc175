using LinuxThreads.Procfs;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

public sealed class StackFiguresTests
{
    private const ulong Page = 0x1000;

    private static readonly AddressRange Range = new(0x10000, 0x20000);

    private static readonly StackMapping Whole = new(Range, MappingPermissions.Read | MappingPermissions.Write)
    {
        Rss = Kilobytes(12),
        Pss = Kilobytes(9),
        Swap = Kilobytes(4),
        AnonHugePages = Kilobytes(8),
        Flags = VmFlags.NoHugePage,
    };

    private static readonly StackMapping Larger = Whole with { Range = new AddressRange(0x10000, 0x40000) };

    [Test]
    public void Pages_become_bytes_and_the_depth_is_counted_from_the_end()
    {
        var stack = Figures(Whole, new PageCounts(3, 2, 3, 0x13000));

        (stack.Rss, stack.Swap, stack.TouchedDepth).Should().Be((Kilobytes(12), Kilobytes(8), new ByteSize(0xd000)));
        (stack.StackStart, stack.StackEnd, stack.Reserved, stack.Guard).Should().Be((0x10000UL, 0x20000UL, Kilobytes(64), Kilobytes(4)));
    }

    [Test]
    public void An_untouched_stack_has_depth_0_not_null() =>
        Figures(Whole, new PageCounts(0, 0, 0, null)).TouchedDepth.Should().Be(ByteSize.Zero);

    [Test]
    public void A_stack_that_begins_within_a_page_is_no_deeper_than_it_is_long()
    {
        var reading = Reading(Whole, new PageCounts(16, 0, 16, 0x10000), new AddressRange(0x10800, 0x20000));

        StackFigures.Of(reading, Page, null, Settings).TouchedDepth.Should().Be(new ByteSize(0xf800));
    }

    [Test]
    public void A_mapping_that_is_the_stack_gives_share_and_huge_pages()
    {
        var stack = Figures(Whole, new PageCounts(3, 0, 0, 0x1d000));

        (stack.Pss, stack.Huge, stack.NoHugePage, stack.Unavailable).Should().Be((Kilobytes(9), Kilobytes(8), true, null));
    }

    [Test]
    public void The_share_of_a_part_of_a_mapping_is_its_resident_bytes_if_every_page_is_this_process_s_alone()
    {
        var stack = Figures(Larger with { AnonHugePages = ByteSize.Zero }, new PageCounts(3, 0, 3, 0x1d000));

        (stack.Pss, stack.Huge, stack.Unavailable).Should().Be((Kilobytes(12), ByteSize.Zero, null));
    }

    [Test]
    public void The_share_of_a_part_of_a_mapping_with_shared_pages_is_unknown_with_the_reason()
    {
        var stack = Figures(Larger with { AnonHugePages = ByteSize.Zero }, new PageCounts(3, 0, 2, 0x1d000));

        stack.Pss.Should().BeNull();
        stack.Unavailable.Should().Contain("pss_bytes unknown");
    }

    [Test]
    public void A_mapping_without_shared_pages_shows_that_those_not_exclusive_are_the_zero_page()
    {
        var mapping = Larger with { AnonHugePages = ByteSize.Zero, Pss = Kilobytes(12) };

        Figures(mapping, new PageCounts(3, 0, 2, 0x1d000)).Pss.Should().Be(Kilobytes(8));
    }

    [Test]
    public void Huge_pages_of_a_part_of_a_mapping_come_from_the_page_table()
    {
        var counts = new PageCounts(3, 0, 3, 0x1d000);

        StackFigures.NeedsHugeScan(Range, Larger).Should().BeTrue();
        StackFigures.NeedsHugeScan(Range, Whole).Should().BeFalse();
        StackFigures.NeedsHugeScan(Range, Larger with { AnonHugePages = ByteSize.Zero }).Should().BeFalse();
        StackFigures.Of(Reading(Larger, counts) with { ScannedHuge = Kilobytes(4) }, Page, null, Settings).Huge.Should().Be(Kilobytes(4));
        StackFigures.Of(Reading(Larger, counts), Page, null, Settings).Should()
            .Match<ThreadStack>(stack => stack.Huge == null && stack.Unavailable!.Contains("huge_bytes unknown"));
    }

    [Test]
    public void Without_smaps_the_page_table_tells_the_share_of_unshared_pages_and_is_asked_for_huge_ones()
    {
        var mapping = new StackMapping(Range, MappingPermissions.Write);
        var reading = Reading(mapping, new PageCounts(3, 0, 3, 0x1d000));

        StackFigures.NeedsHugeScan(Range, mapping).Should().BeTrue();
        StackFigures.Of(reading with { ScannedHuge = ByteSize.Zero }, Page, null, Settings).Should()
            .Match<ThreadStack>(stack => stack.Pss == Kilobytes(12) && stack.Huge == ByteSize.Zero && stack.Unavailable == null);
        StackFigures.Of(Reading(mapping, new PageCounts(3, 0, 2, 0x1d000)), Page, null, Settings).Unavailable.Should()
            .Contain("huge_bytes unknown: smaps could not be read").And.Contain("pss_bytes unknown: smaps could not be read");
    }

    [Test]
    public void A_stack_of_hugetlbfs_is_all_huge() =>
        Figures(Whole with { Flags = VmFlags.Hugetlb, AnonHugePages = ByteSize.Zero }, new PageCounts(512, 0, 512, 0x10000))
            .Huge.Should().Be(Kilobytes(2048));

    [Test]
    public void Without_a_page_table_a_mapping_that_is_the_stack_tells_all_but_the_depth()
    {
        var stack = Figures(Whole, null);

        (stack.Rss, stack.Pss, stack.Swap, stack.Huge, stack.TouchedDepth)
            .Should().Be((Kilobytes(12), Kilobytes(9), Kilobytes(4), Kilobytes(8), null));
    }

    [Test]
    public void Without_a_page_table_a_part_of_a_mapping_tells_its_range_alone()
    {
        var stack = Figures(Larger, null);

        (stack.Reserved, stack.Rss, stack.Pss, stack.Swap, stack.Huge).Should().Be((Kilobytes(64), null, null, null, null));
        stack.Unavailable.Should().Contain("rss_bytes unknown");
    }

    [Test]
    public void Where_neither_file_is_shown_nothing_is_0()
    {
        var stack = Figures(new StackMapping(Range, MappingPermissions.Write), null);

        (stack.Rss, stack.Pss, stack.Swap, stack.Huge, stack.NoHugePage).Should().Be((null, null, null, null, null));
        stack.Unavailable.Should().Contain("neither pagemap nor smaps");
    }

    [Test]
    public void The_limit_is_the_first_threads()
    {
        var reading = Reading(Whole, null);

        StackFigures.Of(reading, Page, RlimitValue.Limited(8 << 20), Settings).Limit.Should().BeNull();
        StackFigures.Of(reading with { Clues = reading.Clues with { IsMain = true } }, Page, RlimitValue.Limited(8 << 20), Settings)
            .Limit.Should().Be(RlimitValue.Limited(8 << 20));
    }

    [Test]
    public void Reasons_stand_side_by_side()
    {
        var reading = Reading(Larger, null);

        StackFigures.Of(reading with { Location = reading.Location.With("first") }, Page, null, Settings).Unavailable.Should().StartWith("first; rss_bytes");
    }

    [Test]
    public void What_lies_below_the_stack_pointer_was_left_behind()
    {
        var counts = new PageCounts(5, 0, 5, 0x11000) { PresentBelow = 3 };
        var reading = Reading(Whole, counts);

        StackFigures.Of(At(reading, 0x19f00), Page, null, Settings).Retained.Should().Be(Kilobytes(12));
        StackFigures.Of(At(reading, 0x19f00), Page, null, Settings).RetainedUnknown.Should().BeNull();
    }

    [Test]
    public void Where_nothing_is_known_of_what_was_left_behind_there_is_a_reason()
    {
        var reading = Reading(Whole, new PageCounts(5, 0, 5, 0x11000) { PresentBelow = 3 });

        StackReading[] unknown = [reading, At(reading, 0x90000), At(Reading(Whole, null), 0x19f00)];

        unknown.Select(static each => StackFigures.Of(each, Page, null, Settings)).Should().OnlyContain(static stack => stack.Retained == null)
            .And.OnlyHaveUniqueItems(static stack => stack.RetainedUnknown);
    }

    [Test]
    public void A_thread_on_a_CPU_says_why_nothing_is_known_of_what_it_left_behind()
    {
        var reading = Reading(Whole, new PageCounts(5, 0, 5, 0x11000));

        StackFigures.Of(reading with { Clues = reading.Clues with { IsOnCpu = true } }, Page, null, Settings)
            .Should().Match<ThreadStack>(stack => stack.Retained == null && stack.Unavailable == null && stack.RetainedUnknown!.Contains("on a CPU"));
    }

    [TestCase(0x19080UL, 0x19000UL)]
    [TestCase(0x19081UL, 0x19000UL)]
    [TestCase(0x1907fUL, 0x18000UL)]
    [TestCase(0x19000UL, 0x18000UL)]
    public void The_red_zone_and_the_page_it_begins_in_are_in_use(ulong address, ulong from) =>
        new StackClues(new Tid(7)) { StackPointer = address }.InUseFrom(Range, Page).Should().Be(from);

    [Test]
    public void Totals_add_up_what_is_known()
    {
        var known = Figures(Whole, new PageCounts(3, 2, 3, 0x13000));
        var unknown = new ThreadStack { Tid = new Tid(9), Comm = default };

        StackTotals.Of([known, known, unknown]).Should()
            .Be(new StackTotals(3, 2, Kilobytes(128), Kilobytes(24), Kilobytes(16), Kilobytes(16)));
    }

    private static readonly HugePageSettings Settings = HugePageSettings.Of(null, null);

    private static ThreadStack Figures(StackMapping mapping, PageCounts? counts) => StackFigures.Of(Reading(mapping, counts), Page, null, Settings);

    private static StackReading Reading(StackMapping mapping, PageCounts? counts, AddressRange? range = null) =>
        new(new StackClues(new Tid(7)), new Comm("name"u8), StackLocation.Found(StackLocatedBy.RobustList, range ?? Range, Kilobytes(4), mapping))
        {
            Counts = counts,
        };

    private static StackReading At(StackReading reading, ulong address) => reading with { Clues = reading.Clues with { StackPointer = address } };

    private static ByteSize Kilobytes(long count) => ByteSize.FromKibibytes(count);
}
