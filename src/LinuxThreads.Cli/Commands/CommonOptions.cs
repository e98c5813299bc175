using System.CommandLine;
using System.CommandLine.Parsing;
using LinuxThreads.Procfs;

namespace LinuxThreads.Cli.Commands;

/// <summary>Options that several commands share, each with one clear line for a bad value.</summary>
internal static class CommonOptions
{
    /// <summary><c>--json</c>: data as one JSON document.</summary>
    public static Option<bool> Json(string command) => new("--json")
    {
        Description = $"Print one JSON document (schema linuxthreads/{command}/1) on stdout.",
    };

    /// <summary><c>--pid N</c>: an existing process, by default this one.</summary>
    public static Option<Pid> Process() => new("--pid")
    {
        HelpName = "N",
        Description = "The process to look at; the tool's own when not given.",
        DefaultValueFactory = _ => Pid.Current,
        CustomParser = ParsePid,
    };

    private static Pid ParsePid(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!int.TryParse(text, out var value) || value <= 0)
        {
            result.AddError($"--pid takes a process id, a positive whole number; '{text}' is not one. 'ps -e' lists them.");
            return default;
        }

        if (!ProcRoot.System.Exists($"proc/{value}"))
        {
            result.AddError($"there is no process {value} (no /proc/{value}). 'ps -e' lists those there are.");
        }

        return new Pid(value);
    }
}
