using LinuxThreads.Cli.Output;

namespace LinuxThreads.Cli.Tests;

/// <summary>One command line run in this process, and what it wrote.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    public static ToolRun Of(params string[] args) => Of(Terminal.None, args);

    public static ToolRun Of(Terminal terminal, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = App.Run(args, new Session(output, error, terminal, CancellationToken.None));
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }

    public System.Text.Json.JsonElement Json() => System.Text.Json.JsonDocument.Parse(Out).RootElement;
}
