using System.Diagnostics.CodeAnalysis;

namespace LinuxThreads.Procfs;

/// <summary>Turns the bytes of one kernel file into its record.</summary>
internal delegate T TextParser<out T>(ReadOnlySpan<byte> text, string path);

/// <summary>Opens the files of one task, and tells a task that is gone from a kernel that lacks the file.</summary>
internal readonly record struct TaskFile(Pid Pid, Tid? Tid, string Name)
{
    private string Directory => Tid is { } tid ? $"proc/{Pid}/task/{tid}" : $"proc/{Pid}";

    private string Path => $"{Directory}/{Name}";

    /// <param name="root">Where to read.</param>
    /// <param name="parse">The file's parser.</param>
    /// <param name="buffer">A buffer to read into; a new one if null.</param>
    /// <param name="requirement">What a kernel needs to have this file, or null if every kernel has it.</param>
    public T Read<T>(ProcRoot root, TextParser<T> parse, ProcBuffer? buffer, string? requirement = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        buffer ??= new ProcBuffer();
        try
        {
            root.Read(Path, buffer);
        }
        catch (SyscallException exception) when (exception.Errno == Errno.ENOENT && IsLacking(root, requirement))
        {
            throw new KernelFeatureMissingException(root.Resolve(Path), requirement!, exception);
        }

        return parse(buffer.Bytes, root.Resolve(Path));
    }

    /// <inheritdoc cref="Read"/>
    public bool TryRead<T>(ProcRoot root, TextParser<T> parse, ProcBuffer? buffer, [MaybeNullWhen(false)] out T value, string? requirement = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        buffer ??= new ProcBuffer();
        if (root.TryRead(Path, buffer))
        {
            value = parse(buffer.Bytes, root.Resolve(Path));
            return true;
        }

        value = default;
        return IsLacking(root, requirement) ? throw new KernelFeatureMissingException(root.Resolve(Path), requirement!) : false;
    }

    // The task is asked for after the file: one that ends in between counts as gone, which it is.
    private bool IsLacking(ProcRoot root, string? requirement) =>
        requirement is not null && !root.Exists(Path) && root.Exists(Directory);
}
