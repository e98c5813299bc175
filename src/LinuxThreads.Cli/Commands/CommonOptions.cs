using System.CommandLine;
using System.CommandLine.Parsing;
using LinuxThreads.Headroom;
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

    /// <summary><c>--kind K</c>: the kind of thread.</summary>
    public static Option<ThreadKind> Kind() => new("--kind")
    {
        HelpName = "K",
        Description = "The kind of thread: dotnet-thread or pthread.",
        DefaultValueFactory = _ => ThreadKind.DotnetThread,
        CustomParser = ParseKind,
    };

    /// <summary>A positive whole number.</summary>
    public static Option<long?> WholeNumber(string name, string helpName, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (long.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) && number > 0)
            {
                return number;
            }

            result.AddError($"{name} takes a positive whole number; '{text}' is not one.");
            return null;
        },
    };

    /// <summary>A number of bytes, with K, M or G for powers of 1,024.</summary>
    public static Option<ByteSize?> ByteCount(string name, string helpName, string description, long least) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var shift = text is [.., var suffix] ? char.ToUpperInvariant(suffix) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 } : 0;
            if (long.TryParse(shift == 0 ? text : text[..^1], System.Globalization.NumberStyles.None, null, out var number)
                && number <= long.MaxValue >> shift && number << shift >= least)
            {
                return new ByteSize(number << shift);
            }

            result.AddError($"{name} takes a number of bytes from {least}, with K, M or G for KiB, MiB or GiB; '{text}' is not one.");
            return null;
        },
    };

    private static ThreadKind ParseKind(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        foreach (var kind in Enum.GetValues<ThreadKind>())
        {
            if (kind.JsonName() == text)
            {
                return kind;
            }
        }

        result.AddError($"there is no kind of thread '{text}'; take dotnet-thread or pthread.");
        return default;
    }

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
