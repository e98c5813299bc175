using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class CmdlineTests : ParserHarness
{
    protected override IReadOnlyList<string> Fixtures { get; } = ["6.18.44-x86_64/task/cmdline"];

    protected override bool RefusesTextCutInsideALine => false;

    [Test]
    public void Arguments_are_cut_at_nul() =>
        Cmdline.Parse(Fixture("6.18.44-x86_64/task/cmdline")).Arguments.Should().Equal("/bin/sleep", "5");

    [Test]
    public void An_empty_argument_counts() => Cmdline.Parse("a\0\0b c\0"u8).Arguments.Should().Equal("a", "", "b c");

    [Test]
    public void A_kernel_thread_has_no_arguments() => Cmdline.Parse([]).Arguments.Should().BeEmpty();

    [Test]
    public void A_title_without_nul_at_its_end_is_one_argument() =>
        Cmdline.Parse("nginx: worker"u8).Arguments.Should().Equal("nginx: worker");

    protected override object Parse(byte[] text) => Cmdline.Parse(text);
}
