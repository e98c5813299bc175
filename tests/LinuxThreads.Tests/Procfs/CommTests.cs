using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class CommTests : ParserHarness
{
    protected override IReadOnlyList<string> Fixtures { get; } =
        ["6.18.44-x86_64/task/comm", "6.18.44-x86_64/thread/comm", "6.18.44-x86_64/thread-newline/comm"];

    [TestCase("6.18.44-x86_64/task/comm", "python3")]
    [TestCase("6.18.44-x86_64/thread/comm", "a) b (c")]
    [TestCase("6.18.44-x86_64/thread-newline/comm", "two\nlines\\")]
    public void A_captured_name_loses_only_the_newline_at_its_end(string fixture, string expected) =>
        Comm.Parse(Fixture(fixture)).Text.Should().Be(expected);

    [TestCase("\n", "")]
    [TestCase("\n\n", "\n")]
    [TestCase(" a \n", " a ")]
    public void Nothing_else_is_trimmed(string text, string expected) =>
        Comm.Parse(Encoding.ASCII.GetBytes(text)).Text.Should().Be(expected);

    [Test]
    public void Two_names_with_the_same_text_but_other_bytes_differ()
    {
        var left = new Comm([0xC3]);
        var right = new Comm([0xC4]);

        left.Text.Should().Be(right.Text);
        (left == right).Should().BeFalse();
        (left != right).Should().BeTrue();
    }

    [Test]
    public void The_same_bytes_are_the_same_name()
    {
        var left = new Comm("abc"u8);
        var right = Comm.Parse("abc\n"u8);

        left.Equals(right).Should().BeTrue();
        left.GetHashCode().Should().Be(right.GetHashCode());
    }

    [Test]
    public void A_name_that_was_never_set_is_empty() => default(Comm).Equals(new Comm([])).Should().BeTrue();

    [Test]
    public void Output_has_no_control_characters() => new Comm("a\n\x1b[31mb"u8).ToString().Should().Be("a··[31mb");

    protected override object Parse(byte[] text) => Comm.Parse(text);
}
