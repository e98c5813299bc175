namespace LinuxThreads.Cli.Output;

/// <summary>One line on the error stream that tells what is being done: rewritten in a terminal, a line a step elsewhere.</summary>
internal sealed class ProgressLine(TextWriter error, bool isTerminal)
{
    private int _shown;

    /// <summary>Shows a step.</summary>
    public void Report(string step)
    {
        if (!isTerminal)
        {
            error.WriteLine(step);
            return;
        }

        error.Write($"\r{step.PadRight(_shown)}");
        error.Flush();
        _shown = step.Length;
    }

    /// <summary>Removes the line from a terminal; leaves what was written elsewhere.</summary>
    public void Clear()
    {
        if (isTerminal && _shown > 0)
        {
            error.Write($"\r{new string(' ', _shown)}\r");
            error.Flush();
        }

        _shown = 0;
    }
}
