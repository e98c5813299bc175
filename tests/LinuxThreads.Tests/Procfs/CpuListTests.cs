using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class CpuListTests : ParserHarness
{
    protected override IReadOnlyList<string> Fixtures { get; } = ["6.18.44-x86_64/sys/devices/system/cpu/online", "6.18.44-x86_64/sys/devices/system/node/online"];

    protected override bool RefusesTextCutInsideALine => false;

    [TestCase("0\n", new[] { 0 })]
    [TestCase("0-3,8\n", new[] { 0, 1, 2, 3, 8 })]
    [TestCase("0-3,5,8-11:2/4\n", new[] { 0, 1, 2, 3, 5, 8, 9 })]
    [TestCase("0-9:1/3", new[] { 0, 3, 6, 9 })]
    [TestCase("5,1,3", new[] { 1, 3, 5 })]
    [TestCase("1-3,2-4", new[] { 1, 2, 3, 4 })]
    [TestCase("0, 2", new[] { 0, 2 })]
    [TestCase("\n", new int[0])]
    public void A_list_is_the_numbers_it_names(string text, int[] expected) =>
        CpuList.Parse(Encoding.ASCII.GetBytes(text)).Should().Equal(expected);

    [TestCase("0-3,8")]
    [TestCase("1,3,5")]
    [TestCase("0-1")]
    [TestCase("0-63,128-191")]
    [TestCase("7")]
    [TestCase("")]
    public void A_list_is_printed_as_the_kernel_prints_it(string text) =>
        CpuList.Parse(Encoding.ASCII.GetBytes(text)).ToString().Should().Be(text);

    [TestCase("a")]
    [TestCase("1-")]
    [TestCase("-1")]
    [TestCase("3-1")]
    [TestCase("1,,2")]
    [TestCase("1,")]
    [TestCase("0-7:2")]
    [TestCase("0-7:0/2")]
    [TestCase("0-7:3/2")]
    [TestCase("0-7:1/0")]
    [TestCase("0-65536")]
    [TestCase("99999999999")]
    [TestCase("0-1\n2-3\n")]
    public void Anything_else_is_refused(string text)
    {
        var act = () => CpuList.Parse(Encoding.ASCII.GetBytes(text), "x/online");

        act.Should().Throw<ProcfsFormatException>().Which.Path.Should().Be("x/online");
    }

    [Test]
    public void Lists_with_the_same_numbers_are_equal()
    {
        var left = new CpuList([3, 1, 2, 2]);
        var right = CpuList.Parse("1-3"u8);

        left.Equals(right).Should().BeTrue();
        left.GetHashCode().Should().Be(right.GetHashCode());
        left.Equals(CpuList.Empty).Should().BeFalse();
    }

    [Test]
    public void Membership_is_by_number()
    {
        var list = CpuList.Parse("0,2"u8);

        list.Contains(2).Should().BeTrue();
        list.Contains(1).Should().BeFalse();
        list.Count.Should().Be(2);
        list[1].Should().Be(2);
    }

    [TestCase(-1)]
    [TestCase(CpuList.Highest + 1)]
    public void A_number_out_of_range_is_the_callers_mistake(int number)
    {
        var act = () => new CpuList([number]);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    protected override object Parse(byte[] text) => CpuList.Parse(text);
}
