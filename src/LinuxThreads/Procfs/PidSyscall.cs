using System.Diagnostics.CodeAnalysis;

namespace LinuxThreads.Procfs;

/// <summary>Where one thread stands: on a CPU, blocked in a system call, or blocked outside one: <c>/proc/[pid]/syscall</c>.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/syscall</c> and <c>/proc/[pid]/task/[tid]/syscall</c> (<c>proc_pid_syscall</c>, fs/proc/base.c). Needs
/// <c>PTRACE_MODE_ATTACH</c> on the thread. The first path is about the process's first thread alone.
/// </remarks>
public sealed record PidSyscall
{
    /// <summary>The number of argument registers the kernel prints.</summary>
    public const int ArgumentCount = 6;

    private const string Requirement = "CONFIG_HAVE_ARCH_TRACEHOOK";

    private PidSyscall(SyscallPosition position) => Position = position;

    /// <summary>Which of the three shapes the line has; the other members follow from it.</summary>
    /// <remarks>Source: the line's first word.</remarks>
    public SyscallPosition Position { get; }

    /// <summary>The system call's number on the thread's architecture; <see langword="null"/> unless <see cref="Position"/> is <see cref="SyscallPosition.InSyscall"/>.</summary>
    /// <remarks>Source: the first word. A 32-bit call has the number of the 32-bit table.</remarks>
    public int? Number { get; private init; }

    /// <summary>The six argument registers as they were on entry, used or not; empty unless <see cref="Position"/> is <see cref="SyscallPosition.InSyscall"/>.</summary>
    /// <remarks>Source: words two to seven.</remarks>
    public IReadOnlyList<ulong> Arguments { get; private init; } = [];

    /// <summary>The thread's stack pointer in user mode; <see langword="null"/> for a thread on a CPU; 0 for one without a user mode.</summary>
    /// <remarks>Source: the last word but one.</remarks>
    public ulong? StackPointer { get; private init; }

    /// <summary>The address the thread goes on at in user mode; <see langword="null"/> for a thread on a CPU; 0 for one without a user mode.</summary>
    /// <remarks>Source: the last word.</remarks>
    public ulong? ProgramCounter { get; private init; }

    /// <summary>Reads the text of a <c>syscall</c> file.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">The text has none of the three shapes.</exception>
    public static PidSyscall Parse(ReadOnlySpan<byte> text, string path = "syscall")
    {
        if (text is not [.., (byte)'\n'])
        {
            throw new ProcfsFormatException(path, 1, null, TextField.Decode(text), "a line ended by a newline");
        }

        var line = TextField.Single(text, path);
        if (line.Bytes.SequenceEqual("running"u8))
        {
            return new PidSyscall(SyscallPosition.Running);
        }

        var rest = line.Bytes;
        var number = line.NextWord(ref rest, "number"u8).Int32();
        var arguments = number == -1 ? [] : new ulong[ArgumentCount];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = line.NextWord(ref rest, "argument"u8).PrefixedHex64();
        }

        var syscall = new PidSyscall(number == -1 ? SyscallPosition.OutsideSyscall : SyscallPosition.InSyscall)
        {
            Number = number == -1 ? null : number,
            Arguments = arguments,
            StackPointer = line.NextWord(ref rest, "stack pointer"u8).PrefixedHex64(),
            ProgramCounter = line.NextWord(ref rest, "program counter"u8).PrefixedHex64(),
        };
        return number >= -1 && rest.IsEmpty
            ? syscall
            : throw line.Error("'running', '-1' with two addresses, or a number with eight");
    }

    /// <summary>Where a process's first thread stands.</summary>
    /// <exception cref="SyscallException">The file could not be read: <c>ENOENT</c> or <c>ESRCH</c> if the process is gone, <c>EPERM</c> or <c>EACCES</c> without the right to trace it.</exception>
    /// <exception cref="KernelFeatureMissingException">The process is there and the kernel has no such file.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static PidSyscall Read(ProcRoot root, Pid pid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "syscall").Read(root, Parse, buffer, Requirement);

    /// <summary>Where one thread stands.</summary>
    /// <inheritdoc cref="Read(ProcRoot, Pid, ProcBuffer?)"/>
    public static PidSyscall Read(ProcRoot root, Pid pid, Tid tid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, tid, "syscall").Read(root, Parse, buffer, Requirement);

    /// <summary>Where a process's first thread stands; false only if the process is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be read: <c>EPERM</c> or <c>EACCES</c> without the right to trace the process.</exception>
    /// <exception cref="KernelFeatureMissingException">The process is there and the kernel has no such file.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static bool TryRead(ProcRoot root, Pid pid, [NotNullWhen(true)] out PidSyscall? syscall, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "syscall").TryRead(root, Parse, buffer, out syscall, Requirement);

    /// <summary>Where one thread stands; false only if the thread is gone.</summary>
    /// <inheritdoc cref="TryRead(ProcRoot, Pid, out PidSyscall?, ProcBuffer?)"/>
    public static bool TryRead(ProcRoot root, Pid pid, Tid tid, [NotNullWhen(true)] out PidSyscall? syscall, ProcBuffer? buffer = null) =>
        new TaskFile(pid, tid, "syscall").TryRead(root, Parse, buffer, out syscall, Requirement);
}
