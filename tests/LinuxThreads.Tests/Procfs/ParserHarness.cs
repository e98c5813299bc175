using System.Collections;
using System.Reflection;
using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

/// <summary>The four tests that every parser passes (S39): golden values are the deriving class's, the others are here.</summary>
public abstract class ParserHarness
{
    private const string TestPath = "/proc/harness/test";
    private const int MutationsPerSample = 3_000;
    private const int Seed = 20261123;

    /// <summary>The texts the parser reads: paths below Fixtures/, unless <see cref="Sample"/> says otherwise.</summary>
    protected abstract IReadOnlyList<string> Fixtures { get; }

    /// <summary>True if a text without its last newline must be refused, because a number in it may have been cut.</summary>
    protected virtual bool RefusesTextCutInsideALine => true;

    /// <summary>True if there are bytes that the parser refuses.</summary>
    protected virtual bool RefusesAnything => true;

    [Test]
    public void Every_fixture_is_a_record()
    {
        foreach (var fixture in Fixtures)
        {
            Parse(Sample(fixture), TestPath).Should().NotBeNull(fixture);
        }
    }

    [Test]
    public void Every_prefix_is_a_record_or_a_format_error()
    {
        foreach (var fixture in Fixtures)
        {
            var text = Sample(fixture);
            var records = 0;
            for (var length = 0; length <= text.Length; length++)
            {
                var prefix = text[..length];
                var isRecord = IsRecord(prefix, $"{fixture}, {length} bytes");
                if (RefusesTextCutInsideALine && length > 0 && prefix[^1] != (byte)'\n')
                {
                    isRecord.Should().BeFalse($"{fixture} is cut inside a line after {length} bytes");
                }

                records += isRecord ? 1 : 0;
            }

            records.Should().Be(PrefixesThatAreRecords(fixture) ?? records, $"so many prefixes of {fixture} can't be told from a whole file");
        }
    }

    [Test]
    public void Mutated_bytes_are_a_record_or_a_format_error()
    {
        var random = new Random(Seed);
        var refused = 0;
        foreach (var fixture in Fixtures)
        {
            var text = Sample(fixture);
            for (var round = 0; round < MutationsPerSample; round++)
            {
                var mutated = FixtureText.Mutate(text, random);
                refused += IsRecord(mutated, $"{fixture}, round {round}") ? 0 : 1;
            }
        }

        TestContext.Out.WriteLine($"{refused} of {Fixtures.Count * MutationsPerSample} mutations refused");
        refused.Should().BeInRange(RefusesAnything ? 1 : 0, (Fixtures.Count * MutationsPerSample) - 1, "mutations that all end alike test nothing");
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

    protected abstract object Parse(byte[] text, string path);

    /// <summary>The text that an entry of <see cref="Fixtures"/> stands for.</summary>
    protected virtual byte[] Sample(string name) => Fixture(name);

    /// <summary>How many prefixes of a text are records, nothing and the whole among them; null where the format does not settle it.</summary>
    protected virtual int? PrefixesThatAreRecords(string fixture) => null;

    private bool IsRecord(byte[] text, string what)
    {
        try
        {
            Parse(text, TestPath);
            return true;
        }
        catch (ProcfsFormatException exception)
        {
            exception.Path.Should().Be(TestPath);
            exception.Line.Should().BeInRange(0, text.AsSpan().Count((byte)'\n') + 1);
            exception.Expectation.Should().NotBeEmpty();
            return false;
        }
        catch (Exception exception)
        {
            throw new AssertionException($"{what}: {exception.GetType().Name} from '{Encoding.Latin1.GetString(text)}'", exception);
        }
    }
}
