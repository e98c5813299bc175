using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

public sealed class MappingDivisionTests
{
    private const ulong Private = PageWord.Present | PageWord.Exclusive;

    [Test]
    public void Each_part_has_its_own_pages()
    {
        var pages = new FakePageTable { [0x1000] = Private, [0x3000] = Private, [0x4000] = Private };

        var figures = Divide(pages, "1000-6000 rw-p | 12", out var moved);

        figures.Select(static part => part.Rss.Bytes).Should().Equal(4096, 8192, 0);
        figures.Select(static part => part.Size.Bytes).Should().Equal(8192, 8192, 4096);
        figures.Select(static part => part.Pss!.Value.Bytes).Should().Equal(4096, 8192, 0);
        figures.Select(static part => part.PrivateDirty!.Value.Bytes).Should().Equal(4096, 8192, 0);
        moved.Should().Be(ByteSize.Zero);
    }

    [Test]
    public void Zero_pages_that_smaps_does_not_count_are_not_counted()
    {
        var pages = new FakePageTable { [0x1000] = Private, [0x2000] = PageWord.Present, [0x3000] = Private, [0x4000] = PageWord.Present };

        var figures = Divide(pages, "1000-6000 rw-p | 8", out var moved);

        figures.Select(static part => part.Rss.Bytes).Should().Equal(4096, 4096, 0);
        moved.Should().Be(ByteSize.Zero);
    }

    [Test]
    public void Pages_that_went_since_leave_the_sum_as_smaps_has_it_and_are_told()
    {
        var figures = Divide(new FakePageTable { [0x3000] = Private }, "1000-6000 rw-p | 12", out var moved);

        figures.Sum(static part => part.Rss.Bytes).Should().Be(12288);
        figures[1].Rss.Bytes.Should().Be(4096, "what nothing claims takes the difference");
        moved.Bytes.Should().Be(8192);
    }

    [Test]
    public void Pages_that_came_since_leave_the_sum_as_smaps_has_it_and_are_told()
    {
        var pages = new FakePageTable { [0x1000] = Private, [0x2000] = Private, [0x3000] = Private, [0x4000] = Private };

        var figures = Divide(pages, "1000-6000 rw-p | 12", out var moved);

        figures.Select(static part => part.Rss.Bytes).Should().Equal(4096, 8192, 0);
        moved.Bytes.Should().Be(4096);
    }

    [Test]
    public void Where_everything_is_claimed_the_sum_still_holds()
    {
        var pieces = MemoryPiece.Claim(MappingText.Pieces("1000-3000 rw-p | 8"),
        [
            new MemoryClaim(new AddressRange(0x1000, 0x2000), MemoryClass.Guards, false),
            new MemoryClaim(new AddressRange(0x2000, 0x3000), MemoryClass.ThreadStacks, false),
        ]);

        MappingDivision.Divide(pieces, new FakePageTable { [0x2000] = Private }, out var moved)!.Select(static part => part.Rss.Bytes).Should().Equal(0, 8192);
        moved.Bytes.Should().Be(4096);
    }

    [Test]
    public void Shares_of_pages_that_are_not_alike_are_unknown_not_guessed()
    {
        var pages = new FakePageTable { [0x1000] = PageWord.Present, [0x3000] = Private };
        var pieces = Cut(MappingText.Pieces("1000-6000 rw-p | 8"));
        var shared = pieces[0].Mapping with { Figures = pieces[0].Mapping.Figures with { Pss = new ByteSize(6144), PrivateDirty = new ByteSize(4096) } };

        var figures = MappingDivision.Divide([.. pieces.Select(piece => piece with { Mapping = shared })], pages, out _)!;

        figures.Select(static part => part.Rss.Bytes).Should().Equal(4096, 4096, 0);
        figures.Should().OnlyContain(static part => part.Pss == null && part.PrivateDirty == null);
    }

    [Test]
    public void Swapped_pages_are_shared_out_too()
    {
        var pieces = Cut(MappingText.Pieces("1000-6000 rw-p"));
        var swapped = pieces[0].Mapping with { Figures = pieces[0].Mapping.Figures with { Swap = new ByteSize(8192) } };
        var pages = new FakePageTable { [0x3000] = PageWord.Swapped, [0x5000] = PageWord.Swapped };

        MappingDivision.Divide([.. pieces.Select(piece => piece with { Mapping = swapped })], pages, out _)!
            .Select(static part => part.Swap!.Value.Bytes).Should().Equal(0, 4096, 4096);
    }

    [Test]
    public void A_mapping_with_nothing_resident_needs_no_page_table()
    {
        MappingDivision.Divide(Cut(MappingText.Pieces("1000-6000 ---p")), null, out _)!.Should().OnlyContain(static part => part.Rss == ByteSize.Zero);
    }

    [Test]
    public void Without_a_page_table_a_mapping_of_two_classes_is_counted_whole_and_that_is_said()
    {
        var withheld = new List<Unavailable>();

        var sums = ClassSums.Of(Cut(MappingText.Pieces("1000-6000 rw-p | 12")), null, withheld);

        var use = sums.Classes.Should().ContainSingle().Subject;
        (use.Class, use.Figures.Rss.Bytes, use.Mappings).Should().Be((MemoryClass.OtherAnonymous, 12288, 1));
        withheld.Should().ContainSingle(static entry => entry.Reason.Contains("counted whole"));
    }

    [Test]
    public void Neighbours_of_one_class_need_no_page_table()
    {
        var pieces = MemoryPiece.Claim(MappingText.Pieces("1000-3000 rw-p | 8"),
        [
            new MemoryClaim(new AddressRange(0x1000, 0x2000), MemoryClass.ThreadStacks, false),
            new MemoryClaim(new AddressRange(0x2000, 0x3000), MemoryClass.ThreadStacks, false),
        ]);

        var use = ClassSums.Of(pieces, null, []).Classes.Should().ContainSingle().Subject;

        (use.Class, use.Figures.Rss.Bytes, use.Mappings).Should().Be((MemoryClass.ThreadStacks, 8192, 1));
    }

    [Test]
    public void Named_memory_is_summed_by_name()
    {
        var sums = ClassSums.Of(MappingText.Pieces("1000-2000 rw-p [anon:b] | 4", "3000-5000 rw-p [anon:a] | 8", "6000-7000 rw-p [anon:b] | 4"), null, []);

        sums.Names.Select(static named => (named.Name, named.Mappings, named.Figures.Rss.Bytes)).Should().Equal(("a", 1, 8192), ("b", 2, 8192));
        sums.Classes.Should().ContainSingle().Which.Figures.Rss.Bytes.Should().Be(16384);
    }

    private static List<MemoryPiece> Cut(List<MemoryPiece> pieces) =>
        MemoryPiece.Claim(pieces, [new MemoryClaim(new AddressRange(0x3000, 0x5000), MemoryClass.ThreadStacks, false)]);

    private static IReadOnlyList<MemoryFigures> Divide(FakePageTable pages, string mapping, out ByteSize moved) =>
        MappingDivision.Divide(Cut(MappingText.Pieces(mapping)), pages, out moved)!;
}
