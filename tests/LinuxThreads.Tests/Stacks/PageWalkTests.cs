using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

public sealed class PageWalkTests
{
    private const ulong Present = 1UL << 63;
    private const ulong Swapped = 1UL << 62;
    private const ulong Guard = 1UL << 58;
    private const ulong Exclusive = 1UL << 56;

    private static readonly AddressRange Range = new(0x10000, 0x20000);

    [Test]
    public void Present_swapped_and_exclusive_pages_are_counted_apart()
    {
        var pages = new FakePageTable
        {
            [0x1f000] = Present | Exclusive,
            [0x1e000] = Present,
            [0x1a000] = Swapped,
        };

        PageWalk.Count(pages, Range).Should().Be(new PageCounts(2, 1, 1, 0x1a000));
    }

    [Test]
    public void Pages_below_an_address_and_in_a_window_are_counted_apart()
    {
        var pages = new FakePageTable
        {
            [0x11000] = Present,
            [0x12000] = Swapped,
            [0x13000] = Present,
            [0x14000] = Present,
            [0x1f000] = Present,
        };

        var counts = PageWalk.Count(pages, Range, below: 0x14000, window: new AddressRange(0x13000, 0x1f000))!;

        (counts.Present, counts.PresentBelow, counts.PresentInWindow).Should().Be((4, 2, 2));
    }

    [Test]
    public void Of_a_window_only_what_the_range_does_not_touch_is_counted_besides()
    {
        var pages = new FakePageTable { [0xe000] = Present, [0xf000] = Present, [0x10000] = Present, [0x1f000] = Present, [0x20000] = Present };

        PageWalk.CountOutside(pages, new AddressRange(0xf000, 0x21000), Range).Should().Be(2);
        PageWalk.CountOutside(pages, new AddressRange(0x11000, 0x1f000), Range).Should().Be(0);
        PageWalk.CountOutside(pages, new AddressRange(0xe000, 0x10000), Range).Should().Be(2);
        PageWalk.CountOutside(pages, new AddressRange(0x20000, 0x21000), Range).Should().Be(1);
        PageWalk.CountOutside(pages, default, Range).Should().Be(0);
    }

    [Test]
    public void The_lowest_page_may_be_a_swapped_one_below_the_present_ones_or_the_other_way_round()
    {
        PageWalk.Count(new FakePageTable { [0x12000] = Swapped, [0x13000] = Present }, Range)!.Lowest.Should().Be(0x12000);
        PageWalk.Count(new FakePageTable { [0x12000] = Present, [0x13000] = Swapped }, Range)!.Lowest.Should().Be(0x12000);
    }

    [Test]
    public void A_guard_is_not_a_swapped_page_though_the_kernel_sets_that_bit_with_it()
    {
        var pages = new FakePageTable { [0x10000] = Guard | Swapped, [0x1f000] = Present };

        PageWalk.Count(pages, Range).Should().Be(new PageCounts(1, 0, 0, 0x1f000));
    }

    [Test]
    public void Pages_outside_the_range_are_not_counted()
    {
        var pages = new FakePageTable { [0xf000] = Present, [0x10000] = Present, [0x1f000] = Present, [0x20000] = Present };

        PageWalk.Count(pages, Range)!.Present.Should().Be(2);
    }

    [Test]
    public void Nothing_touched_has_no_lowest_page() =>
        PageWalk.Count(new FakePageTable(), Range).Should().Be(new PageCounts(0, 0, 0, null));

    [Test]
    public void A_range_within_pages_is_widened_to_whole_ones()
    {
        var pages = new FakePageTable { [0x10000] = Present, [0x12000] = Present };

        PageWalk.Count(pages, new AddressRange(0x10010, 0x12010))!.Present.Should().Be(2);
        pages.Reads.Should().Equal((0x10000UL, 3));
    }

    [Test]
    public void A_range_longer_than_one_step_is_read_in_several_without_gap_or_overlap()
    {
        var pages = new FakePageTable { [0] = Present, [4095 * 0x1000] = Present, [4096 * 0x1000] = Present, [10000 * 0x1000] = Present };

        var counts = PageWalk.Count(pages, new AddressRange(0, 10001 * 0x1000));

        counts.Should().Be(new PageCounts(4, 0, 0, 0));
        pages.Reads.Should().Equal((0UL, 4096), (4096UL * 0x1000, 4096), (8192UL * 0x1000, 1809));
    }

    [Test]
    public void A_process_that_is_gone_has_no_counts_and_no_guards()
    {
        var pages = new FakePageTable { EndsAt = 0x18000 };

        PageWalk.Count(pages, Range).Should().BeNull();
        PageWalk.FindGuards(pages, Range).Should().BeNull();
    }

    [Test]
    public void Guard_pages_side_by_side_are_one_run_across_steps_too()
    {
        var pages = new FakePageTable
        {
            [0x1000] = Guard | Swapped,
            [0x3000] = Guard | Swapped,
            [0x4000] = Guard | Swapped,
            [4095 * 0x1000] = Guard | Swapped,
            [4096 * 0x1000] = Guard | Swapped,
        };

        PageWalk.FindGuards(pages, new AddressRange(0, 5000 * 0x1000))!.Runs.Should().Equal(
            new AddressRange(0x1000, 0x2000), new AddressRange(0x3000, 0x5000), new AddressRange(4095 * 0x1000, 4097 * 0x1000));
    }

    [TestCase(0x0UL, null, 0x1000UL, false)]
    [TestCase(0x1000UL, null, 0x5000UL, true)]
    [TestCase(0x1fffUL, null, 0x5000UL, true)]
    [TestCase(0x2000UL, 0x1000UL, 0x5000UL, false)]
    [TestCase(0x4fffUL, 0x1000UL, 0x5000UL, false)]
    [TestCase(0x7000UL, 0x5000UL, null, false)]
    public void The_nearest_guards_below_and_above_an_address_are_found(ulong address, ulong? below, ulong? above, bool covered)
    {
        var guards = new GuardRuns([new AddressRange(0x1000, 0x2000), new AddressRange(0x5000, 0x7000)]);

        (guards.Below(address)?.Start, guards.Above(address)?.Start, guards.Covers(address)).Should().Be((below, above, covered));
    }
}
