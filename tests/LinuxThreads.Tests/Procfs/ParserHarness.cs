using System.Collections;
using System.Reflection;
using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

/// <summary>The four tests that every parser passes (S39): golden values are the deriving class's, the others are here.</summary>
public abstract class ParserHarness
{
    private const int MutationsPerFixture = 2_000;
    private const int Seed = 20261123;

    /// <summary>The fixtures the parser reads, below Fixtures/.</summary>
    protected abstract IReadOnlyList<string> Fixtures { get; }

    /// <summary>True if a text without its last newline must be refused, because a number in it may have been cut.</summary>
    protected virtual bool RefusesTextCutInsideALine => true;

    protected abstract object Parse(byte[] text);

    [Test]
    public void Every_fixture_is_a_record()
    {
        foreach (var fixture in Fixtures)
        {
            Parse(Fixture(fixture)).Should().NotBeNull(fixture);
        }
    }

    [Test]
    public void Every_prefix_is_a_record_or_a_format_error()
    {
        foreach (var fixture in Fixtures)
        {
            var text = Fixture(fixture);
            for (var length = 0; length < text.Length; length++)
            {
                var prefix = text[..length];
                var refused = !IsRecord(prefix, $"{fixture}, {length} bytes");
                if (RefusesTextCutInsideALine && length > 0 && prefix[^1] != (byte)'\n')
                {
                    refused.Should().BeTrue($"{fixture} is cut inside a line after {length} bytes");
                }
            }
        }
    }

    [Test]
    public void Mutated_bytes_are_a_record_or_a_format_error()
    {
        var random = new Random(Seed);
        var refused = 0;
        foreach (var fixture in Fixtures)
        {
            var text = Fixture(fixture);
            for (var round = 0; round < MutationsPerFixture; round++)
            {
                var mutated = Mutate(text, random);
                refused += IsRecord(mutated, $"{fixture}, round {round}") ? 0 : 1;
            }
        }

        TestContext.Out.WriteLine($"{refused} of {Fixtures.Count * MutationsPerFixture} mutations refused");
    }

    /// <summary>A fixture's bytes.</summary>
    internal static byte[] Fixture(string path) =>
        File.ReadAllBytes(Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures", path));

    /// <summary>A tree of fixtures as a root to read from.</summary>
    internal static ProcRoot FixtureRoot(string path) =>
        new(Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures", path));

    /// <summary>All public values of a record as text, so that two records can be compared; without what was not recognised.</summary>
    internal static string Describe(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        Comm comm => Convert.ToHexString(comm.Bytes),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Describe))}]",
        _ when value.GetType().Namespace == typeof(PidStatus).Namespace && !value.GetType().IsEnum =>
            $"{{{string.Join("; ", Properties(value).Select(property => $"{property.Name}={Describe(property.GetValue(value))}"))}}}",
        _ => value.ToString()!,
    };

    private static IEnumerable<PropertyInfo> Properties(object value) => value.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetIndexParameters().Length == 0 && property.Name != "Unrecognized");

    private static byte[] Mutate(byte[] text, Random random)
    {
        var bytes = new List<byte>(text);
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    // A byte that the formats give a meaning to does more harm than a random one.
                    bytes[at] = " \t\n:,-/()[]0x9="u8[random.Next(15)];
                    break;
            }

            if (bytes.Count == 0)
            {
                break;
            }
        }

        return [.. bytes];
    }

    private bool IsRecord(byte[] text, string what)
    {
        try
        {
            Parse(text);
            return true;
        }
        catch (ProcfsFormatException)
        {
            return false;
        }
        catch (Exception exception)
        {
            throw new AssertionException($"{what}: {exception.GetType().Name} from '{Encoding.Latin1.GetString(text)}'", exception);
        }
    }
}

/// <summary>What files of keys and values pass in addition: the order of lines has no meaning, and unknown lines do no harm.</summary>
public abstract class KeyedParserHarness : ParserHarness
{
    /// <summary>How many lines at the beginning have their place (a heading).</summary>
    protected virtual int FixedLines => 0;

    /// <summary>Lines that no kernel prints.</summary>
    protected virtual IReadOnlyList<string> StrangeLines { get; } = ["Zzz_unknown:\t12 parsecs", "no separator here", ":", "Vm:\t1 kB"];

    protected abstract IReadOnlyList<KeyValuePair<string, string>> Unrecognized(object record);

    [Test]
    public void Shuffled_lines_give_the_same_record()
    {
        var random = new Random(7);
        foreach (var fixture in Fixtures)
        {
            var lines = Lines(fixture);
            var shuffled = lines[FixedLines..];
            random.Shuffle(shuffled);
            var record = Parse(Join([.. lines[..FixedLines], .. shuffled]));

            Describe(record).Should().Be(Describe(Parse(Fixture(fixture))), fixture);
        }
    }

    [Test]
    public void Strange_lines_are_kept_and_change_nothing()
    {
        foreach (var fixture in Fixtures)
        {
            var lines = Lines(fixture);
            var original = Parse(Fixture(fixture));
            foreach (var strange in StrangeLines)
            {
                var record = Parse(Join([.. lines[..FixedLines], strange, .. lines[FixedLines..]]));

                Describe(record).Should().Be(Describe(original), $"{fixture} with '{strange}'");
                Unrecognized(record).Should().HaveCount(Unrecognized(original).Count + 1, $"'{strange}' is kept");
            }
        }
    }

    private static string[] Lines(string fixture) => Encoding.Latin1.GetString(Fixture(fixture)).TrimEnd('\n').Split('\n');

    private static byte[] Join(string[] lines) => Encoding.Latin1.GetBytes(string.Join('\n', lines) + "\n");
}
