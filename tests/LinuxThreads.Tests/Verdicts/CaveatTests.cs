using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Verdicts;

public sealed class CaveatTests
{
    [Test]
    public void A_caveat_keeps_its_figures_in_order()
    {
        var caveat = new Caveat(CaveatKind.Steal, "A sentence.", new CaveatFigure("steal_ns", 7), new CaveatFigure("cpus", 2));
        caveat.Kind.Should().Be(CaveatKind.Steal);
        caveat.Sentence.Should().Be("A sentence.");
        caveat.Figures.Should().Equal(new CaveatFigure("steal_ns", 7), new CaveatFigure("cpus", 2));
    }

    [TestCase("")]
    [TestCase(" ")]
    public void A_caveat_without_a_sentence_is_refused(string sentence)
    {
        var caveat = () => new Caveat(CaveatKind.Unpinned, sentence);
        caveat.Should().Throw<ArgumentException>();
    }
}
