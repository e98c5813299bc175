using LinuxThreads.Overhead;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Overhead;

public sealed class ArraySizeTests
{
    private static readonly CpuCache[] Server =
    [
        Cache(1, "Instruction", 48), Cache(1, "Data", 32), Cache(2, "Unified", 1_024), Cache(3, "Unified", 32_768),
    ];

    [Test]
    public void Sizes_are_parts_and_multiples_of_the_data_caches()
    {
        var sizes = Sizes(Server, ArraySizes.All, 1 << 20, out var unavailable);

        sizes.Should().Equal(
            ("L1d / 2", 16), ("L1d", 32), ("L2 / 2", 512), ("L2", 1_024), ("2 × L2", 2_048), ("L3 / 2", 16_384), ("L3", 32_768), ("2 × L3", 65_536));
        unavailable.Should().BeEmpty();
    }

    [Test]
    public void The_few_leave_the_last_level_out()
    {
        Sizes(Server, ArraySizes.Few, 1 << 20, out var unavailable).Should().Equal(("L1d", 32), ("L2 / 2", 512), ("L2", 1_024), ("2 × L2", 2_048));
        unavailable.Should().BeEmpty();
    }

    [Test]
    public void What_is_beyond_the_bound_is_named_with_what_sets_it()
    {
        var sizes = Sizes(Server, ArraySizes.All, 32_768, out var unavailable);

        sizes[^1].Should().Be(("L3", 32_768));
        var missing = unavailable.Should().ContainSingle().Subject;
        missing.Field.Should().Be("working_set[2 × L3]");
        missing.Reason.Should().Be("Each side's array would have 67108864 bytes; the bound allows 33554432.");
    }

    [Test]
    public void Equal_sizes_are_measured_once_and_all_are_ascending()
    {
        // Half of this last level is twice the second: L2 has the name.
        var sizes = Sizes([Cache(1, "Data", 64), Cache(2, "Unified", 1_024), Cache(3, "Unified", 2_048)], ArraySizes.All, 1 << 20, out _);

        sizes.Select(static size => size.Kibibytes).Should().Equal(32, 64, 512, 1_024, 2_048, 4_096);
        sizes.Select(static size => size.Name).Should().Equal("L1d / 2", "L1d", "L2 / 2", "L2", "2 × L2", "2 × L3");
    }

    [Test]
    public void A_fourth_level_is_the_last() =>
        Sizes([.. Server, Cache(4, "Unified", 131_072)], ArraySizes.All, 1 << 20, out _)[^1].Should().Be(("2 × L4", 262_144));

    [Test]
    public void A_level_that_is_not_listed_is_named()
    {
        var sizes = Sizes([Cache(1, "Data", 32), Cache(2, "Unified", null)], ArraySizes.All, 1 << 20, out var unavailable);

        sizes.Select(static size => size.Name).Should().Equal("L1d / 2", "L1d");
        unavailable.Select(static missing => missing.Field).Should().Equal("working_set[L2]", "working_set[last-level cache]");
    }

    private static CpuCache Cache(int level, string type, long? kibibytes) =>
        new(level, type, kibibytes is { } size ? ByteSize.FromKibibytes(size) : null, null, null);

    private static List<(string Name, long Kibibytes)> Sizes(CpuCache[] caches, ArraySizes choice, long largestKibibytes, out List<Unavailable> unavailable)
    {
        unavailable = [];
        return [.. ArraySize.Of(caches, choice, ByteSize.FromKibibytes(largestKibibytes), "the bound", unavailable)
            .Select(static array => (array.Name, array.Size.Bytes / 1_024))];
    }
}
