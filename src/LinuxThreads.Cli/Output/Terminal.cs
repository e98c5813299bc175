namespace LinuxThreads.Cli.Output;

/// <summary>What the output streams are connected to, and how wide and colourful they may be.</summary>
/// <param name="Width">Columns to fit into.</param>
/// <param name="Colour">True if escape sequences are wanted.</param>
/// <param name="ErrorIsTerminal">True if progress may rewrite its line.</param>
internal sealed record Terminal(int Width, bool Colour, bool ErrorIsTerminal)
{
    /// <summary>Wide enough that a file or a pipe gets every table unwrapped.</summary>
    public const int UnboundedWidth = 200;

    /// <summary>A plain stream, as in a test or a file.</summary>
    public static Terminal None { get; } = new(UnboundedWidth, Colour: false, ErrorIsTerminal: false);

    /// <summary>What this process's own streams are.</summary>
    public static Terminal Detect()
    {
        var isTerminal = !Console.IsOutputRedirected;
        // https://no-color.org: present and not empty, whatever the value.
        var colour = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        return new Terminal(isTerminal ? WindowWidth() : UnboundedWidth, colour, !Console.IsErrorRedirected);
    }

    private static int WindowWidth()
    {
        // Some terminals (serial lines, some CI consoles) answer 0 columns.
        var width = Console.WindowWidth;
        return width > 0 ? width : 80;
    }
}
