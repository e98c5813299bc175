using LinuxThreads.Cli.Output;

namespace LinuxThreads.Cli;

/// <summary>What one run of the tool talks to: data out, prose to the error stream, and the request to stop.</summary>
internal sealed class Session(TextWriter output, TextWriter error, Terminal terminal, CancellationToken stopping)
{
    /// <summary>Data: tables or JSON.</summary>
    public TextWriter Out { get; } = output;

    /// <summary>Prose: notes, progress, errors.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>What the two streams are connected to.</summary>
    public Terminal Terminal { get; } = terminal;

    /// <summary>Set by Ctrl-C and SIGTERM.</summary>
    public CancellationToken Stopping { get; } = stopping;

    /// <summary>A line on the error stream that says what is being done.</summary>
    public ProgressLine Progress { get; } = new(error, terminal.ErrorIsTerminal);
}
