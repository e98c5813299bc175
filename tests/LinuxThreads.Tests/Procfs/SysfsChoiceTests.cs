using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class SysfsChoiceTests : ParserHarness
{
    protected override IReadOnlyList<string> Fixtures { get; } =
        ["6.18.44-x86_64/sys/kernel/mm/transparent_hugepage/enabled", "6.18.44-x86_64/sys/kernel/mm/transparent_hugepage/defrag"];

    protected override bool RefusesTextCutInsideALine => false;

    [TestCase("always [madvise] never\n", "madvise")]
    [TestCase("[always] madvise never\n", "always")]
    [TestCase("always madvise [never]", "never")]
    public void The_word_in_brackets_is_selected(string text, string expected)
    {
        var choice = SysfsChoice.Parse(Encoding.ASCII.GetBytes(text));

        choice.Selected.Should().Be(expected);
        choice.Choices.Should().Equal("always", "madvise", "never");
    }

    [TestCase("always madvise never\n")]
    [TestCase("[always] [madvise] never\n")]
    [TestCase("[] never\n")]
    [TestCase("[always never\n")]
    [TestCase("")]
    public void Anything_but_one_selected_word_is_refused(string text)
    {
        var act = () => SysfsChoice.Parse(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>();
    }

    [Test]
    public void The_captured_huge_page_settings_are_read()
    {
        var settings = TransparentHugepage.Read(FixtureRoot("6.18.44-x86_64"));

        settings.Enabled.Selected.Should().Be("madvise");
        settings.Defrag!.Selected.Should().Be("madvise");
        settings.Defrag.Choices.Should().Contain("defer+madvise");
        settings.HpagePmdSize.Should().Be(ByteSize.FromKibibytes(2048));
        settings.KhugepagedMaxPtesNone.Should().Be(511);
        settings.Sizes.Select(size => (size.Size, size.Enabled.Selected)).Should().StartWith((ByteSize.FromKibibytes(16), "never"))
            .And.EndWith((ByteSize.FromKibibytes(2048), "inherit")).And.HaveCount(8, "the directory of 8 kB has a setting for shared memory only");
    }

    [Test]
    public void A_kernel_that_knows_one_size_lists_none()
    {
        using var tree = new TemporaryTree();
        tree.Write("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");

        var settings = TransparentHugepage.Read(tree.Root);

        (settings.Sizes.Count, settings.HpagePmdSize, settings.KhugepagedMaxPtesNone).Should().Be((0, null, null));
    }

    [Test]
    public void A_size_that_is_no_number_is_a_format_error()
    {
        using var tree = new TemporaryTree();
        tree.Write("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");
        tree.Write("sys/kernel/mm/transparent_hugepage/hugepages-largekB/enabled", "[always] inherit madvise never\n");
        var act = () => TransparentHugepage.Read(tree.Root);

        act.Should().Throw<ProcfsFormatException>();
    }

    [Test]
    public void A_kernel_without_huge_pages_lacks_the_feature()
    {
        using var tree = new TemporaryTree();
        var act = () => TransparentHugepage.Read(tree.Root);

        act.Should().Throw<KernelFeatureMissingException>();
    }

    protected override object Parse(byte[] text, string path) => SysfsChoice.Parse(text, path);
}
