namespace LinuxThreads;

/// <summary>A file of /proc, /sys or a cgroup whose text is not what its kernel documentation says.</summary>
public sealed class ProcfsFormatException : LinuxThreadsException
{
    private const int LongestQuote = 120;

    /// <summary>Creates the error for one unreadable place in a file.</summary>
    /// <param name="path">The file, as opened.</param>
    /// <param name="line">The 1-based line, or 0 where the file as a whole is at fault (cut short, empty).</param>
    /// <param name="key">The key or field at fault, or <see langword="null"/> if the line has none.</param>
    /// <param name="text">The text at fault; quoted in the message with control characters replaced and cut at 120 characters.</param>
    /// <param name="expectation">What was expected there, as a phrase: <c>a whole number</c>.</param>
    public ProcfsFormatException(string path, int line, string? key, string text, string expectation)
        : base(Compose(path, line, key, text, expectation))
    {
        Path = path;
        Line = line;
        Key = key;
        Text = text;
        Expectation = expectation;
    }

    /// <summary>The file at fault.</summary>
    public string Path { get; }

    /// <summary>The 1-based line, or 0 where the file as a whole is at fault.</summary>
    public int Line { get; }

    /// <summary>The key or field at fault, or <see langword="null"/>.</summary>
    public string? Key { get; }

    /// <summary>The text at fault, whole.</summary>
    public string Text { get; }

    /// <summary>What was expected instead.</summary>
    public string Expectation { get; }

    private static string Compose(string path, int line, string? key, string text, string expectation)
    {
        var place = line == 0 ? path : $"{path}, line {line}";
        var subject = key is null ? "found" : $"{key} is";
        return $"{place}: {subject} '{Quote(text)}', expected {expectation}. " +
            "If this kernel prints the file in another way, please report its version and the file's bytes.";
    }

    private static string Quote(string text)
    {
        var cut = text.Length <= LongestQuote ? text : string.Concat(text.AsSpan(0, LongestQuote), "…");
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? '·' : source[i];
            }
        });
    }
}
