using LinuxThreads.Workers;

namespace LinuxThreads.Tests.Workers;

public sealed class GrowthTests
{
    [Test]
    public void A_refusal_has_its_errno_and_the_time_before_it()
    {
        Growth.Parse(["7", "errno", "11", "1500"]).Should().Be(new Growth(7, GrowthEnd.Refused, Errno.EAGAIN, new Nanoseconds(1500)));
    }

    [TestCase("max", GrowthEnd.Max)]
    [TestCase("floor", GrowthEnd.Floor)]
    [TestCase("stopped", GrowthEnd.Stopped)]
    public void Every_other_end_has_no_errno(string word, object end)
    {
        var growth = Growth.Parse(["3", word, "0", "9"])!;

        growth.End.Should().Be((GrowthEnd)end);
        growth.Errno.Should().BeNull();
    }

    [TestCase("3", "max", "0")]
    [TestCase("3", "max", "0", "9", "9")]
    [TestCase("three", "max", "0", "9")]
    [TestCase("3", "over", "0", "9")]
    [TestCase("3", "max", "x", "9")]
    [TestCase("3", "max", "0", "")]
    public void Other_words_are_no_growth(params string[] words) => Growth.Parse(words).Should().BeNull();
}
