namespace LinuxThreads.Tests.Procfs;

/// <summary>What files of keys and values pass in addition: the order of lines has no meaning, and unknown lines do no harm.</summary>
public abstract class KeyedParserHarness : ParserHarness
{
    private const int Rounds = 5;

    /// <summary>How many lines at the beginning have their place (a heading).</summary>
    protected virtual int FixedLines => 0;

    /// <summary>Lines that no kernel prints.</summary>
    protected virtual IReadOnlyList<string> StrangeLines { get; } = ["Zzz_unknown:\t12 parsecs", "no separator here", ":", "Vm:\t1 kB"];

    [Test]
    public void Shuffled_lines_give_the_same_record()
    {
        foreach (var fixture in Fixtures)
        {
            var original = Describe(Parse(Sample(fixture), fixture));
            for (var seed = 1; seed <= Rounds; seed++)
            {
                var shuffled = FixtureText.Shuffle(Sample(fixture), new Random(seed), IsFixed);

                Describe(Parse(shuffled, fixture)).Should().Be(original, $"{fixture}, seed {seed}");
            }
        }
    }

    [Test]
    public void Strange_lines_are_kept_and_change_nothing()
    {
        var random = new Random(7);
        foreach (var fixture in Fixtures)
        {
            var text = Sample(fixture);
            var original = Parse(text, fixture);
            foreach (var strange in StrangeLines)
            {
                int[] places = [FixedLines, random.Next(FixedLines, FixtureText.Lines(text).Length + 1)];
                foreach (var at in places)
                {
                    var record = Parse(FixtureText.Insert(text, at, strange), fixture);

                    Describe(record).Should().Be(Describe(original), $"{fixture} with '{strange}' as line {at + 1}");
                    Unrecognized(record).Should().HaveCount(Unrecognized(original).Count + 1, $"'{strange}' is kept");
                }
            }
        }
    }

    [Test]
    public void A_line_that_stands_twice_is_kept_as_unknown_or_refused()
    {
        foreach (var fixture in Fixtures)
        {
            var text = Sample(fixture);
            var original = Parse(text, fixture);
            var lines = FixtureText.Lines(text);
            for (var at = FixedLines; at < lines.Length; at++)
            {
                if (lines[at].Length == 0 || IsFixed(at, lines[at]))
                {
                    continue;
                }

                object record;
                try
                {
                    record = Parse(FixtureText.Insert(text, at, lines[at]), fixture);
                }
                catch (ProcfsFormatException exception)
                {
                    exception.Line.Should().Be(at + 2, $"the second '{lines[at]}' is at fault");
                    continue;
                }

                Describe(record).Should().Be(Describe(original), $"{fixture} with '{lines[at]}' twice");
                Unrecognized(record).Should().HaveCount(Unrecognized(original).Count + 1, $"'{lines[at]}' is kept twice");
            }
        }
    }

    protected abstract IReadOnlyList<KeyValuePair<string, string>> Unrecognized(object record);

    /// <summary>True if the lines before and after this one may not change places with it.</summary>
    protected virtual bool IsFixed(int index, string line) => index < FixedLines;
}
