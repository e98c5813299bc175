using LinuxThreads.Cli.Output;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Tests;

public sealed class CaveatNotesTests
{
    [Test]
    public void Rows_share_a_sentence_a_kind_that_says_whose_figures_it_has()
    {
        var notes = CaveatNotes.ByKind(
        [
            ("a", new Caveat(CaveatKind.ShortWindow, "The window of 1 ms is too short.")),
            ("b", new Caveat(CaveatKind.ShortWindow, "The window of 2 ms is too short.")),
            ("a", new Caveat(CaveatKind.Unpinned, "The threads were free to move.")),
            ("b", new Caveat(CaveatKind.Unpinned, "The threads were free to move.")),
        ]);

        notes.Should().Equal(
            ("a", "The window of 1 ms is too short. (These are the figures of a.)"),
            ("b", "The window of 1 ms is too short. (These are the figures of a.)"),
            ("a", "The threads were free to move."),
            ("b", "The threads were free to move."));
    }
}
