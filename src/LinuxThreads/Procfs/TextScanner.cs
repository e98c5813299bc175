using System.Text;

namespace LinuxThreads.Procfs;

/// <summary>Hands out a kernel file's text line by line, without copying, and knows the line number for error messages.</summary>
/// <remarks>Every line of these files ends in a line feed, so a last line without one was cut short and is a format error.</remarks>
internal ref struct TextScanner(ReadOnlySpan<byte> text, string path)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;

    public readonly string Path => path;

    /// <summary>The 1-based number of the line read last; 0 before the first.</summary>
    public int Line { get; private set; }

    public readonly bool AtEnd => _position == _text.Length;

    /// <summary>Where the next line begins in the text.</summary>
    public readonly int Position => _position;

    /// <summary>The text from the next line on.</summary>
    public readonly ReadOnlySpan<byte> Rest => _text[_position..];

    /// <summary>The text between two positions.</summary>
    public readonly ReadOnlySpan<byte> Between(int start, int end) => _text[start..end];

    /// <summary>The next line without its line feed; not to be called at the end.</summary>
    public ReadOnlySpan<byte> ReadLine()
    {
        var rest = Rest;
        var length = rest.IndexOf((byte)'\n');
        if (length < 0)
        {
            throw new ProcfsFormatException(path, Line + 1, null, TextOf(rest), "a line feed at the end of the last line (the text was cut short)");
        }

        Line++;
        _position += length + 1;
        return rest[..length];
    }

    /// <summary>Steps over the next line, whose length with its line feed is known already.</summary>
    public void SkipLine(int length)
    {
        Line++;
        _position += length;
    }

    /// <summary>The error for text at fault on the line read last.</summary>
    public readonly ProcfsFormatException Error(string? key, ReadOnlySpan<byte> text, string expectation) =>
        new(path, Line, key, TextOf(text), expectation);

    /// <summary>The error for a line that ought to be there and is not.</summary>
    public readonly ProcfsFormatException Missing(string key, string expectation) =>
        new(path, Line, key, "(missing)", expectation);

    /// <summary>The text as characters; bytes that are not UTF-8 become U+FFFD.</summary>
    public static string TextOf(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
