using LinuxThreads.PingPong;

namespace LinuxThreads.Tests.PingPong;

public sealed class GoroutineRunTests
{
    private const string Line = "goroutine go1.19.8 1 54 43 20907683 7 30771598 3 8967709 6453437 4838114";

    [Test]
    public void The_words_are_the_figures_in_their_order()
    {
        var run = GoroutineRun.Parse(Line, 1, 3)!;

        run.Version.Should().Be("go1.19.8");
        (run.Voluntary, run.Involuntary).Should().Be((54, 43));
        run.CpuTime.Should().Be(new Nanoseconds(20907683));
        run.Migrations.Should().Be(7);
        run.Wall.Should().Be(new Nanoseconds(30771598));
        run.BatchesNs.Should().Equal(8967709, 6453437, 4838114);
    }

    [Test]
    public void Migrations_that_the_kernel_does_not_tell_are_unknown_and_not_0() =>
        GoroutineRun.Parse(Line.Replace(" 7 ", " -1 "), 1, 3)!.Migrations.Should().BeNull();

    [Test]
    public void No_line_that_was_cut_off_is_taken()
    {
        // A number that lost its last digits is still one: the cuts between the words and within all but the last are told.
        for (var length = 0; length < Line.LastIndexOf(' ') + 1; length++)
        {
            GoroutineRun.Parse(Line[..length], 1, 3).Should().BeNull($"'{Line[..length]}'");
        }
    }

    [TestCase("goroutine", "routine", TestName = "Another word")]
    [TestCase("54", "-54", TestName = "A negative count")]
    [TestCase("43", "4x3", TestName = "A count that is no number")]
    [TestCase(" 7 ", " -2 ", TestName = "Fewer migrations than none")]
    [TestCase("30771598", "0", TestName = "An empty window")]
    [TestCase("30771598", "99999999999999999999", TestName = "A number beyond the range")]
    [TestCase("4838114", "4838114 1", TestName = "A sample too many")]
    [TestCase(" 3 ", " 2 ", TestName = "Another number of batches")]
    [TestCase("go1.19.8 1 ", "go1.19.8 2 ", TestName = "Another number of processors")]
    [TestCase("go1.19.8", "", TestName = "No version")]
    public void A_mangled_line_is_not_taken(string what, string by) =>
        GoroutineRun.Parse(Line.Replace(what, by), 1, 3).Should().BeNull();
}
