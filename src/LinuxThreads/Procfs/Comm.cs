using System.Diagnostics.CodeAnalysis;

namespace LinuxThreads.Procfs;

/// <summary>The name of a task as the kernel keeps it: any bytes but NUL, at most 15 for a user task, possibly none.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/comm</c> and <c>/proc/[pid]/task/[tid]/comm</c>; the same name stands in <c>stat</c>, <c>status</c> and <c>sched</c>.
/// A name may hold blanks, parentheses and newlines, and need not be UTF-8: <c>prctl(PR_SET_NAME)</c> cuts at 15 bytes,
/// if need be inside a character. Two names are equal if their bytes are. A kernel thread's name may be longer,
/// except in <c>sched</c>, which cuts it at 15 bytes.
/// </remarks>
public readonly struct Comm : IEquatable<Comm>
{
    private readonly byte[]? _bytes;

    /// <summary>A name of the given bytes.</summary>
    public Comm(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    /// <summary>The name's bytes as the kernel keeps them.</summary>
    /// <remarks>Source: <c>/proc/[pid]/comm</c>, without the newline at the end.</remarks>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The name as text: UTF-8, with each byte sequence that is not as U+FFFD; newlines and control characters are kept.</summary>
    /// <remarks>Source: <see cref="Bytes"/>. Two different names may have the same text.</remarks>
    public string Text => TextField.Decode(_bytes);

    /// <summary>The name's bytes from the text of a <c>comm</c> file.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">The text does not end in a newline.</exception>
    public static Comm Parse(ReadOnlySpan<byte> text, string path = "comm") => text is [.. var name, (byte)'\n']
        ? new Comm(name)
        : throw new ProcfsFormatException(path, 0, null, TextField.Decode(text), "a name ended by a newline");

    /// <summary>The name of a process's first thread.</summary>
    /// <exception cref="SyscallException">The file could not be read; <c>ENOENT</c> or <c>ESRCH</c> if the process is gone.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static Comm Read(ProcRoot root, Pid pid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "comm").Read(root, Parse, buffer);

    /// <summary>The name of one thread.</summary>
    /// <inheritdoc cref="Read(ProcRoot, Pid, ProcBuffer?)"/>
    public static Comm Read(ProcRoot root, Pid pid, Tid tid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, tid, "comm").Read(root, Parse, buffer);

    /// <summary>The name of a process's first thread; false only if the process is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be read.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static bool TryRead(ProcRoot root, Pid pid, out Comm comm, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "comm").TryRead(root, Parse, buffer, out comm);

    /// <summary>The name of one thread; false only if the thread is gone.</summary>
    /// <inheritdoc cref="TryRead(ProcRoot, Pid, out Comm, ProcBuffer?)"/>
    public static bool TryRead(ProcRoot root, Pid pid, Tid tid, out Comm comm, ProcBuffer? buffer = null) =>
        new TaskFile(pid, tid, "comm").TryRead(root, Parse, buffer, out comm);

    /// <summary>True if both names have the same bytes.</summary>
    public static bool operator ==(Comm left, Comm right) => left.Equals(right);

    /// <summary>True if the names' bytes differ.</summary>
    public static bool operator !=(Comm left, Comm right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Comm other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Comm other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>The name for one line of output: <see cref="Text"/> with each control character as U+00B7 (<c>·</c>).</summary>
    public override string ToString() => string.Create(Text.Length, Text, static (span, text) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsControl(text[i]) ? '·' : text[i];
        }
    });
}
