using System.Text;

namespace LinuxThreads.Tests.Procfs;

/// <summary>What every parser of kernel text owes: a record or a <see cref="ProcfsFormatException"/> for any bytes at all, nothing else.</summary>
internal static class ParserContract
{
    public const string TestPath = "/proc/contract/test";

    /// <summary>Parses the text to its end and looks at every figure; <paramref name="path"/> is for error messages.</summary>
    public delegate void Parser(ReadOnlySpan<byte> text, string path);

    /// <summary>True if the parser takes the text, false if it refuses it in the one allowed way.</summary>
    public static bool Accepts(Parser parser, ReadOnlySpan<byte> text)
    {
        try
        {
            parser(text, TestPath);
            return true;
        }
        catch (ProcfsFormatException exception)
        {
            exception.Path.Should().Be(TestPath);
            exception.Line.Should().BeInRange(0, text.Count((byte)'\n') + 1);
            exception.Expectation.Should().NotBeEmpty();
            return false;
        }
        catch (Exception exception) when (exception is not AssertionException)
        {
            throw new AssertionException(
                $"{exception.GetType().Name} instead of a record or ProcfsFormatException for:\n{Encoding.Latin1.GetString(text)}", exception);
        }
    }

    /// <summary>Every prefix gives a record or the one error; a prefix that ends within a line is always refused.</summary>
    /// <returns>How many prefixes gave a record, the empty one and the whole text among them.</returns>
    public static int HoldsForEveryPrefix(Parser parser, byte[] text)
    {
        var accepted = 0;
        for (var length = 0; length <= text.Length; length++)
        {
            var isAccepted = Accepts(parser, text.AsSpan(0, length));
            if (isAccepted && length > 0 && text[length - 1] != (byte)'\n')
            {
                Assert.Fail($"The first {length} bytes end within a line and were accepted.");
            }

            accepted += isAccepted ? 1 : 0;
        }

        Accepts(parser, text).Should().BeTrue("the whole text is well-formed");
        return accepted;
    }

    /// <summary>Texts with bytes and lines changed, removed, repeated and swapped give a record or the one error.</summary>
    /// <returns>How many of them gave a record.</returns>
    public static int HoldsForMutations(Parser parser, byte[] text, int seed, int count = 3000)
    {
        var random = new Random(seed);
        var accepted = 0;
        for (var i = 0; i < count; i++)
        {
            var mutated = text;
            for (var rounds = random.Next(1, 4); rounds > 0 && mutated.Length > 0; rounds--)
            {
                mutated = Mutate(mutated, random);
            }

            accepted += Accepts(parser, mutated) ? 1 : 0;
        }

        return accepted;
    }

    /// <summary>The text with the lines between two fixed ones in another order.</summary>
    public static byte[] Shuffle(byte[] text, int seed, Func<string, bool>? isFixed = null)
    {
        var random = new Random(seed);
        var result = new List<string>();
        var run = new List<string>();
        foreach (var line in LinesOf(text))
        {
            if (isFixed?.Invoke(line) == true)
            {
                Flush();
                result.Add(line);
            }
            else
            {
                run.Add(line);
            }
        }

        Flush();
        return BytesOf(result);

        void Flush()
        {
            var shuffled = run.ToArray();
            random.Shuffle(shuffled);
            result.AddRange(shuffled);
            run.Clear();
        }
    }

    /// <summary>The text with <paramref name="strange"/> put in after random lines, at least after the first.</summary>
    public static byte[] Insert(byte[] text, int seed, params string[] strange)
    {
        var random = new Random(seed);
        var lines = LinesOf(text).ToList();
        foreach (var line in strange)
        {
            lines.Insert(random.Next(1, lines.Count + 1), line);
        }

        return BytesOf(lines);
    }

    /// <summary>The text with each line changed by <paramref name="change"/>; null takes the line out.</summary>
    public static byte[] Edit(byte[] text, Func<string, string?> change) =>
        BytesOf(LinesOf(text).Select(change).OfType<string>());

    /// <summary>The fewest bytes that <paramref name="work"/> allocates on this thread in one of several rounds.</summary>
    /// <remarks>What is allocated per line shows in every round; what the runtime allocates while it recompiles a loop does not.</remarks>
    public static long FewestBytesAllocatedBy(Action work)
    {
        var fewest = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }

    private static IEnumerable<string> LinesOf(byte[] text) =>
        Encoding.Latin1.GetString(text).TrimEnd('\n').Split('\n');

    private static byte[] BytesOf(IEnumerable<string> lines) =>
        Encoding.Latin1.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    private static byte[] Mutate(byte[] text, Random random)
    {
        var at = random.Next(text.Length);
        var length = Math.Min(random.Next(1, 40), text.Length - at);
        var slice = text[at..(at + length)];
        switch (random.Next(7))
        {
            case 0:
                return [.. text[..at], (byte)random.Next(256), .. text[(at + 1)..]];
            case 1:
                // Characters that mean something to these files hit harder than random ones.
                return [.. text[..at], " \n:-9kB0fA"u8[random.Next(10)], .. text[(at + 1)..]];
            case 2:
                return [.. text[..at], .. text[(at + length)..]];
            case 3:
                return [.. text[..at], .. slice, .. text[at..]];
            case 4:
                return [.. text[..at], .. "99999999999999999999"u8, .. text[at..]];
            case 5:
                return [.. text[..at], text[at] is >= (byte)'0' and <= (byte)'9' ? (byte)random.Next('0', ':') : text[at], .. text[(at + 1)..]];
            default:
                var lines = LinesOf(text).ToArray();
                var (one, other) = (random.Next(lines.Length), random.Next(lines.Length));
                (lines[one], lines[other]) = (lines[other], lines[one]);
                return BytesOf(lines);
        }
    }
}
