namespace LinuxThreads.Cli.Output;

/// <summary>Prose broken into lines between words.</summary>
internal static class Paragraph
{
    private const int WidestReadable = 100;

    /// <summary>Writes <paramref name="text"/> in lines that fit the terminal, each after <paramref name="indent"/> spaces.</summary>
    public static void WriteTo(TextWriter writer, Terminal terminal, string text, int indent = 0)
    {
        var width = Math.Max(20, Math.Min(terminal.Width, WidestReadable) - indent);
        var margin = new string(' ', indent);
        var column = 0;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && column + 1 + word.Length > width)
            {
                writer.WriteLine();
                column = 0;
            }

            writer.Write(column == 0 ? margin : " ");
            writer.Write(word);
            column += word.Length + (column == 0 ? 0 : 1);
        }

        writer.WriteLine();
    }
}
