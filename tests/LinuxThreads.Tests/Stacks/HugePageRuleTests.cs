using LinuxThreads.Procfs;
using LinuxThreads.Stacks;
using LinuxThreads.Tests.Procfs;

namespace LinuxThreads.Tests.Stacks;

public sealed class HugePageRuleTests
{
    private const ulong Huge = 0x20_0000;

    private static readonly ByteSize Size = new((long)Huge);
    private static readonly AddressRange Aligned = new(4 * Huge, 6 * Huge);
    private static readonly StackMapping Eligible = new(Aligned, MappingPermissions.Write) { THPeligible = true };
    private static readonly StackMapping Refused = Eligible with { THPeligible = false };

    [Test]
    public void The_kernel_s_yes_in_mode_always_needs_no_advice() =>
        Judge(Eligible, Mode("always")).Should().Be((true, HugePageReason.ModeAlways));

    [Test]
    public void The_kernel_s_yes_in_mode_madvise_comes_from_the_advice() =>
        Judge(Eligible with { Flags = VmFlags.HugePage }, Mode("madvise")).Should().Be((true, HugePageReason.Advised));

    [Test]
    public void The_flag_explains_a_no_before_every_other_reason() =>
        Judge(Refused with { Flags = VmFlags.NoHugePage }, Mode("never", process: false)).Should().Be((false, HugePageReason.NoHugePageFlag));

    [Test]
    public void A_no_of_the_process_comes_before_the_mode() =>
        Judge(Refused, Mode("never", process: false)).Should().Be((false, HugePageReason.ProcessDisabled));

    [Test]
    public void Mode_never_is_no_for_an_advised_stack_too() =>
        Judge(Refused with { Flags = VmFlags.HugePage }, Mode("never")).Should().Be((false, HugePageReason.ModeNever));

    [Test]
    public void Mode_madvise_is_no_for_one_that_was_not_advised() =>
        Judge(Refused, Mode("madvise")).Should().Be((false, HugePageReason.NotAdvised));

    [Test]
    public void Without_an_aligned_range_that_is_the_reason()
    {
        var odd = Refused with { Range = new AddressRange((4 * Huge) + 0x1000, (6 * Huge) - 0x1000) };

        Judge(odd, Mode("always")).Should().Be((false, HugePageReason.NoAlignedRange));
    }

    [Test]
    public void A_yes_for_the_mapping_is_a_no_for_a_stack_in_it_that_no_huge_page_touches()
    {
        var merged = Eligible with { Range = new AddressRange(4 * Huge, (6 * Huge) + 0x8000) };

        Judge(merged, Mode("always"), new AddressRange(6 * Huge, (6 * Huge) + 0x8000)).Should().Be((false, HugePageReason.NoAlignedRange));
    }

    [Test]
    public void A_smaller_size_that_fits_makes_a_stack_eligible()
    {
        var small = ByteSize.FromKibibytes(64);
        var settings = new HugePageSettings("never", Size, [new(small, "always"), new(Size, "never")], 511, true);
        var mapping = Eligible with { Range = new AddressRange(0x1000, Huge) };

        Judge(mapping, settings).Should().Be((true, HugePageReason.ModeAlways));
    }

    [Test]
    public void Files_and_hugetlbfs_have_rules_of_their_own()
    {
        Judge(Refused with { Inode = 7 }, Mode("always")).Should().Be((false, HugePageReason.NotAnonymous));
        Judge(Refused with { Flags = VmFlags.Hugetlb }, Mode("always")).Should().Be((false, HugePageReason.NotAnonymous));
    }

    [Test]
    public void A_no_that_nothing_here_explains_says_so() =>
        Judge(Refused, Mode("always")).Should().Be((false, HugePageReason.Unexplained));

    [Test]
    public void Without_settings_the_kernel_s_answer_stands_alone()
    {
        var none = HugePageSettings.Of(null, null);

        Judge(Refused, none).Should().Be((false, HugePageReason.NoSettings));
        Judge(Eligible, none).Should().Be((true, HugePageReason.ModeAlways));
    }

    [Test]
    public void A_kernel_that_gives_no_answer_makes_it_unknown_not_false() =>
        Judge(Eligible with { THPeligible = null }, Mode("always")).Should().Be((null, HugePageReason.NotTold));

    [Test]
    public void The_cost_is_what_the_highest_huge_page_lacks()
    {
        var judged = Cost(Eligible, presentPages: 3);

        (judged.Size, judged.AlignedHugePages, judged.Potential).Should().Be((Size, 2, new ByteSize((512 - 3) * 4096)));
        Cost(Eligible, presentPages: 512).Potential.Should().Be(ByteSize.Zero, "it is huge, or whole, already");
        Cost(Eligible, presentPages: null).Potential.Should().BeNull();
        Cost(Eligible with { Range = new AddressRange((4 * Huge) + 1, (5 * Huge) + 1) }, presentPages: 3).Potential.Should().Be(ByteSize.Zero);
    }

    [TestCase(511, 1, true)]
    [TestCase(511, 0, false)]
    [TestCase(511, 512, false)]
    [TestCase(0, 511, false)]
    [TestCase(1, 511, true)]
    [TestCase(64, 447, false)]
    [TestCase(64, 448, true)]
    public void Khugepaged_fills_no_more_untouched_pages_than_it_may(int mostUntouched, int present, bool may)
    {
        Cost(Eligible, present, mostUntouched).MayCollapse.Should().Be(may);
        Cost(Refused, present, mostUntouched).MayCollapse.Should().Be(false);
    }

    [Test]
    public void Sizes_that_inherit_have_the_mode_of_the_whole()
    {
        var settings = HugePageSettings.Of(TransparentHugepage.Read(MemoryFixture.Captured), true);

        settings.Mode.Should().Be("madvise");
        settings.MaxPtesNone.Should().Be(511);
        settings.Sizes.Select(static size => size.Key.Bytes >> 10).Should().Equal(16, 32, 64, 128, 256, 512, 1024, 2048);
        settings.Sizes.Select(static size => size.Value).Should().Equal([.. Enumerable.Repeat("never", 7), "madvise"]);
    }

    [Test]
    public void Every_reason_has_its_own_spelling_and_phrase()
    {
        var reasons = Enum.GetValues<HugePageReason>();

        reasons.Select(static reason => reason.JsonName()).Should().OnlyHaveUniqueItems().And.OnlyContain(static name => name.All(static c => c == '-' || char.IsAsciiLetterLower(c)));
        reasons.Select(static reason => reason.Phrase()).Should().OnlyHaveUniqueItems();
        FluentActions.Invoking(static () => ((HugePageReason)99).JsonName()).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(static () => ((HugePageReason)99).Phrase()).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static HugePageSettings Mode(string mode, bool process = true) => new(mode, Size, [new(Size, mode)], 511, process);

    private static (bool? Eligible, HugePageReason Reason) Judge(StackMapping mapping, HugePageSettings settings, AddressRange? stack = null)
    {
        var judged = HugePageRule.Judge(mapping, stack ?? mapping.Range, settings, null, null, 4096);
        return (judged.Eligible, judged.Reason);
    }

    private static StackHugePages Cost(StackMapping mapping, long? presentPages, int mostUntouched = 511)
    {
        var settings = Mode("always") with { MaxPtesNone = mostUntouched };
        return HugePageRule.Judge(mapping, mapping.Range, settings, HugePageFit.Choose(mapping, mapping.Range, settings), presentPages, 4096);
    }
}
