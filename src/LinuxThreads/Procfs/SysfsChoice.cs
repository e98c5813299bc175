namespace LinuxThreads.Procfs;

/// <summary>A setting of sysfs that is one of several words: <c>always [madvise] never</c>.</summary>
/// <remarks>Source: any such file, for instance <c>/sys/kernel/mm/transparent_hugepage/enabled</c>.</remarks>
/// <param name="Selected">The word in brackets: the one that holds now.</param>
/// <param name="Choices">All words in the kernel's order.</param>
public sealed record SysfsChoice(string Selected, IReadOnlyList<string> Choices)
{
    /// <summary>Reads the text of such a file.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">Not exactly one word is in brackets.</exception>
    public static SysfsChoice Parse(ReadOnlySpan<byte> text, string path = "choice")
    {
        var line = TextField.Single(text, path);
        var choices = new List<string>();
        string? selected = null;
        var rest = line.Bytes;
        while (!rest.IsEmpty)
        {
            var word = line.NextWord(ref rest, default);
            if (word.Bytes is [(byte)'[', .. [_, ..] inner, (byte)']'])
            {
                var choice = TextField.Decode(inner);
                selected = selected is null ? choice : throw line.Error("one word in brackets");
                choices.Add(choice);
            }
            else
            {
                choices.Add(word.Text());
            }
        }

        return selected is null ? throw line.Error("one word in brackets") : new SysfsChoice(selected, choices);
    }
}
