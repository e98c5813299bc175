using System.Text;

namespace LinuxThreads.Tests.Procfs;

/// <summary>Cuts a kernel text into lines and puts them together in another way; bytes stay what they are.</summary>
internal static class FixtureText
{
    public static string[] Lines(byte[] text) => Encoding.Latin1.GetString(text).TrimEnd('\n').Split('\n');

    public static byte[] Join(IEnumerable<string> lines) =>
        Encoding.Latin1.GetBytes(string.Concat(lines.Select(static line => line + "\n")));

    /// <summary>The text with each line changed by <paramref name="change"/>; null takes the line out.</summary>
    public static byte[] Edit(byte[] text, Func<string, string?> change) => Join(Lines(text).Select(change).OfType<string>());

    /// <summary>The text with <paramref name="line"/> put in before the line of that number, counted from 0.</summary>
    public static byte[] Insert(byte[] text, int at, string line)
    {
        var lines = Lines(text).ToList();
        lines.Insert(at, line);
        return Join(lines);
    }

    /// <summary>The text with the lines between two fixed ones in another order.</summary>
    public static byte[] Shuffle(byte[] text, Random random, Func<int, string, bool> isFixed)
    {
        var lines = Lines(text);
        var first = 0;
        for (var end = 0; end <= lines.Length; end++)
        {
            if (end == lines.Length || isFixed(end, lines[end]))
            {
                random.Shuffle(lines.AsSpan(first, end - first));
                first = end + 1;
            }
        }

        return Join(lines);
    }

    /// <summary>The text with bytes and lines changed, removed, repeated and swapped, in one to three places.</summary>
    public static byte[] Mutate(byte[] text, Random random)
    {
        for (var change = random.Next(1, 4); change > 0 && text.Length > 0; change--)
        {
            text = MutateOnce(text, random);
        }

        return text;
    }

    private static byte[] MutateOnce(byte[] text, Random random)
    {
        var at = random.Next(text.Length);
        var length = Math.Min(random.Next(1, 40), text.Length - at);
        switch (random.Next(8))
        {
            case 0:
                return [.. text[..at], (byte)random.Next(256), .. text[(at + 1)..]];
            case 1:
                return [.. text[..at], (byte)random.Next(256), .. text[at..]];
            case 2:
                // Characters that mean something to these files hit harder than random ones.
                return [.. text[..at], " \t\n:,-/()[]0x9=kBfA"u8[random.Next(19)], .. text[(at + 1)..]];
            case 3:
                return [.. text[..at], .. text[(at + (random.Next(2) == 0 ? 1 : length))..]];
            case 4:
                return [.. text[..(at + length)], .. text[at..]];
            case 5:
                return [.. text[..at], .. "99999999999999999999"u8, .. text[at..]];
            case 6:
                return [.. text[..at], text[at] is >= (byte)'0' and <= (byte)'9' ? (byte)random.Next('0', ':') : text[at], .. text[(at + 1)..]];
            default:
                var lines = Lines(text);
                var (one, other) = (random.Next(lines.Length), random.Next(lines.Length));
                (lines[one], lines[other]) = (lines[other], lines[one]);
                return Join(lines);
        }
    }
}
