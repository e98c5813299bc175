using LinuxThreads.Procfs;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

public sealed class StackOverlapTests
{
    [Test]
    public void Ranges_that_touch_without_overlapping_stay()
    {
        var locations = Resolved(Range(1, 0x1000, 0x2000), Range(2, 0x2000, 0x3000));

        locations.Values.Should().OnlyContain(static location => location.Range != null);
    }

    [Test]
    public void Two_ranges_that_overlap_are_both_unknown_and_name_each_other()
    {
        var locations = Resolved(Range(1, 0x1000, 0x2001), Range(2, 0x2000, 0x3000), Range(3, 0x3000, 0x4000));

        locations[new Tid(1)].Should().BeEquivalentTo(new { Range = (AddressRange?)null, LocatedBy = (StackLocatedBy?)null });
        locations[new Tid(1)].Notes.Should().ContainSingle().Which.Should().Contain("thread 2");
        locations[new Tid(2)].Notes.Should().ContainSingle().Which.Should().Contain("thread 1");
        locations[new Tid(3)].Range.Should().NotBeNull();
    }

    [Test]
    public void Each_of_several_ranges_inside_a_long_one_is_unknown()
    {
        var locations = Resolved(Range(1, 0x1000, 0x9000), Range(2, 0x2000, 0x3000), Range(3, 0x4000, 0x5000), Range(4, 0x9000, 0xa000));

        locations.Where(static pair => pair.Value.Range is null).Select(static pair => pair.Key.Value).Should().BeEquivalentTo([1, 2, 3]);
    }

    [Test]
    public void Carved_stacks_that_all_seem_to_begin_at_the_mappings_start_are_all_unknown()
    {
        var locations = Resolved(Range(1, 0x1000, 0x2000), Range(2, 0x1000, 0x3000), Range(3, 0x1000, 0x4000));

        locations.Values.Should().OnlyContain(static location => location.Range == null);
    }

    [Test]
    public void Bounds_that_the_C_library_told_outlive_a_guess_that_overlaps_them()
    {
        var locations = Resolved(Range(1, 0x1000, 0x3000), Range(2, 0x2000, 0x3000, StackLocatedBy.OwnBounds));

        locations[new Tid(1)].Range.Should().BeNull();
        locations[new Tid(2)].Range.Should().Be(new AddressRange(0x2000, 0x3000));
    }

    [Test]
    public void Two_bounds_that_the_C_library_told_can_not_both_be_true()
    {
        var locations = Resolved(
            Range(1, 0x1000, 0x3000, StackLocatedBy.OwnBounds), Range(2, 0x2000, 0x4000, StackLocatedBy.OwnBounds));

        locations.Values.Should().OnlyContain(static location => location.Range == null);
    }

    [Test]
    public void A_location_without_a_range_keeps_its_reason()
    {
        var locations = new Dictionary<Tid, StackLocation> { [new Tid(1)] = StackLocation.Unknown("why"), [new Tid(2)] = Range(2, 0, 0x1000).Location };

        StackOverlap.Resolve(locations);

        locations[new Tid(1)].Notes.Should().Equal("why");
    }

    private static Dictionary<Tid, StackLocation> Resolved(params (Tid Tid, StackLocation Location)[] stacks)
    {
        var locations = stacks.ToDictionary(static stack => stack.Tid, static stack => stack.Location);
        StackOverlap.Resolve(locations);
        return locations;
    }

    private static (Tid Tid, StackLocation Location) Range(int tid, ulong start, ulong end, StackLocatedBy way = StackLocatedBy.RobustList)
    {
        var range = new AddressRange(start, end);
        return (new Tid(tid), StackLocation.Found(way, range, ByteSize.Zero, new StackMapping(range, MappingPermissions.Write)));
    }
}
