using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Output;

/// <summary>The caveats of many rows in few notes: one sentence a kind, since the same happens to many rows, each time with other figures, which the JSON has.</summary>
internal static class CaveatNotes
{
    /// <summary>Every subject with the sentence of its caveat's kind; where sentences differ, that of the first, which says whose figures it has.</summary>
    public static IEnumerable<(string Subject, string Reason)> ByKind(IEnumerable<(string Subject, Caveat Caveat)> caveats)
    {
        foreach (var kind in caveats.GroupBy(static entry => entry.Caveat.Kind))
        {
            var (first, caveat) = kind.First();
            var sentence = kind.All(entry => entry.Caveat.Sentence == caveat.Sentence) ? caveat.Sentence : $"{caveat.Sentence} (These are the figures of {first}.)";
            foreach (var subject in kind.Select(static entry => entry.Subject).Distinct())
            {
                yield return (subject, sentence);
            }
        }
    }
}
