using System.Diagnostics.CodeAnalysis;

namespace LinuxThreads.Procfs;

/// <summary>The arguments a process was started with, or what it has put in their place: <c>/proc/[pid]/cmdline</c>.</summary>
/// <remarks>Source: <c>/proc/[pid]/cmdline</c>. The process may write over it, so nothing in it is certain.</remarks>
public sealed record Cmdline
{
    private Cmdline(IReadOnlyList<string> arguments) => Arguments = arguments;

    /// <summary>The arguments, the program's name first; empty for a kernel thread and a zombie. What is not UTF-8 is U+FFFD.</summary>
    /// <remarks>Source: the file, cut at its NUL bytes.</remarks>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Reads the text of a <c>cmdline</c> file; any bytes are one.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">Not used: nothing can be wrong with the text.</param>
    public static Cmdline Parse(ReadOnlySpan<byte> text, string path = "cmdline")
    {
        var arguments = new List<string>();
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)0);
            arguments.Add(TextField.Decode(end < 0 ? text : text[..end]));
            text = end < 0 ? default : text[(end + 1)..];
        }

        return new Cmdline(arguments);
    }

    /// <summary>The arguments of a process.</summary>
    /// <exception cref="SyscallException">The file could not be read; <c>ENOENT</c> or <c>ESRCH</c> if the process is gone.</exception>
    public static Cmdline Read(ProcRoot root, Pid pid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "cmdline").Read(root, Parse, buffer);

    /// <summary>The arguments of a process; false only if the process is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be read.</exception>
    public static bool TryRead(ProcRoot root, Pid pid, [NotNullWhen(true)] out Cmdline? cmdline, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "cmdline").TryRead(root, Parse, buffer, out cmdline);
}
