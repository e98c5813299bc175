using System.Diagnostics.CodeAnalysis;

namespace LinuxThreads.Procfs;

/// <summary>The resource limits of a process: <c>/proc/[pid]/limits</c>.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/limits</c> (<c>proc_pid_limits</c>, fs/proc/base.c); the limits of <c>setrlimit(2)</c>, the same for each thread of
/// the process. A member is <see langword="null"/> where the kernel printed no such row.
/// </remarks>
public sealed record PidLimits
{
    // "%-25s %-20s %-20s %-10s": names hold blanks, so the columns are cut by position.
    private const int SoftColumn = 26;
    private const int HardColumn = 47;
    private const int UnitsColumn = 68;

    private static readonly KeyedFile<PidLimits> Format = new(
    [
        new("Max cpu time", static (limits, field) => limits.MaxCpuTime = Row(field)),
        new("Max file size", static (limits, field) => limits.MaxFileSize = Row(field)),
        new("Max data size", static (limits, field) => limits.MaxDataSize = Row(field)),
        new("Max stack size", static (limits, field) => limits.MaxStackSize = Row(field)),
        new("Max core file size", static (limits, field) => limits.MaxCoreFileSize = Row(field)),
        new("Max resident set", static (limits, field) => limits.MaxResidentSet = Row(field)),
        new("Max processes", static (limits, field) => limits.MaxProcesses = Row(field)),
        new("Max open files", static (limits, field) => limits.MaxOpenFiles = Row(field)),
        new("Max locked memory", static (limits, field) => limits.MaxLockedMemory = Row(field)),
        new("Max address space", static (limits, field) => limits.MaxAddressSpace = Row(field)),
        new("Max file locks", static (limits, field) => limits.MaxFileLocks = Row(field)),
        new("Max pending signals", static (limits, field) => limits.MaxPendingSignals = Row(field)),
        new("Max msgqueue size", static (limits, field) => limits.MaxMsgqueueSize = Row(field)),
        new("Max nice priority", static (limits, field) => limits.MaxNicePriority = Row(field)),
        new("Max realtime priority", static (limits, field) => limits.MaxRealtimePriority = Row(field)),
        new("Max realtime timeout", static (limits, field) => limits.MaxRealtimeTimeout = Row(field)),
    ]);

    private PidLimits()
    {
    }

    /// <summary>CPU time before <c>SIGXCPU</c> (<c>RLIMIT_CPU</c>), in seconds.</summary>
    /// <remarks>Source: <c>Max cpu time</c>.</remarks>
    public ResourceLimit? MaxCpuTime { get; private set; }

    /// <summary>The size of a file the process writes (<c>RLIMIT_FSIZE</c>), in bytes.</summary>
    /// <remarks>Source: <c>Max file size</c>.</remarks>
    public ResourceLimit? MaxFileSize { get; private set; }

    /// <summary>Private writable memory (<c>RLIMIT_DATA</c>), in bytes; thread stacks count since Linux 4.7.</summary>
    /// <remarks>Source: <c>Max data size</c>.</remarks>
    public ResourceLimit? MaxDataSize { get; private set; }

    /// <summary>The main thread's stack (<c>RLIMIT_STACK</c>), in bytes; glibc takes it as the default size of the other stacks.</summary>
    /// <remarks>Source: <c>Max stack size</c>.</remarks>
    public ResourceLimit? MaxStackSize { get; private set; }

    /// <summary>The size of a core file (<c>RLIMIT_CORE</c>), in bytes.</summary>
    /// <remarks>Source: <c>Max core file size</c>.</remarks>
    public ResourceLimit? MaxCoreFileSize { get; private set; }

    /// <summary>The resident set (<c>RLIMIT_RSS</c>), in bytes; not enforced.</summary>
    /// <remarks>Source: <c>Max resident set</c>.</remarks>
    public ResourceLimit? MaxResidentSet { get; private set; }

    /// <summary>Tasks, threads included, of the real user (<c>RLIMIT_NPROC</c>).</summary>
    /// <remarks>Source: <c>Max processes</c>.</remarks>
    public ResourceLimit? MaxProcesses { get; private set; }

    /// <summary>One more than the highest file descriptor (<c>RLIMIT_NOFILE</c>).</summary>
    /// <remarks>Source: <c>Max open files</c>.</remarks>
    public ResourceLimit? MaxOpenFiles { get; private set; }

    /// <summary>Locked memory (<c>RLIMIT_MEMLOCK</c>), in bytes.</summary>
    /// <remarks>Source: <c>Max locked memory</c>.</remarks>
    public ResourceLimit? MaxLockedMemory { get; private set; }

    /// <summary>The address space (<c>RLIMIT_AS</c>), in bytes.</summary>
    /// <remarks>Source: <c>Max address space</c>.</remarks>
    public ResourceLimit? MaxAddressSpace { get; private set; }

    /// <summary>File locks (<c>RLIMIT_LOCKS</c>); not enforced.</summary>
    /// <remarks>Source: <c>Max file locks</c>.</remarks>
    public ResourceLimit? MaxFileLocks { get; private set; }

    /// <summary>Queued signals of the real user (<c>RLIMIT_SIGPENDING</c>).</summary>
    /// <remarks>Source: <c>Max pending signals</c>.</remarks>
    public ResourceLimit? MaxPendingSignals { get; private set; }

    /// <summary>POSIX message queues of the real user (<c>RLIMIT_MSGQUEUE</c>), in bytes.</summary>
    /// <remarks>Source: <c>Max msgqueue size</c>.</remarks>
    public ResourceLimit? MaxMsgqueueSize { get; private set; }

    /// <summary>20 minus the lowest nice value that may be set (<c>RLIMIT_NICE</c>).</summary>
    /// <remarks>Source: <c>Max nice priority</c>.</remarks>
    public ResourceLimit? MaxNicePriority { get; private set; }

    /// <summary>The highest real-time priority that may be set (<c>RLIMIT_RTPRIO</c>).</summary>
    /// <remarks>Source: <c>Max realtime priority</c>.</remarks>
    public ResourceLimit? MaxRealtimePriority { get; private set; }

    /// <summary>Time a real-time thread may run without blocking (<c>RLIMIT_RTTIME</c>), in microseconds.</summary>
    /// <remarks>Source: <c>Max realtime timeout</c>.</remarks>
    public ResourceLimit? MaxRealtimeTimeout { get; private set; }

    /// <summary>Rows with a name this library does not know, in the file's order.</summary>
    /// <remarks>Source: every other row of the file.</remarks>
    public IReadOnlyList<KeyValuePair<string, string>> Unrecognized { get; private set; } = [];

    /// <summary>Reads the text of a <c>limits</c> file.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">The heading is missing, or a known row is not what the kernel documents.</exception>
    public static PidLimits Parse(ReadOnlySpan<byte> text, string path = "limits")
    {
        var limits = new PidLimits();
        var scanner = new TextScanner(text, path);
        var heading = scanner.AtEnd ? default : scanner.ReadLine();
        if (!IsHeading(heading))
        {
            throw new ProcfsFormatException(path, 1, null, TextField.Decode(heading), "the heading: Limit, Soft Limit, Hard Limit, Units in columns");
        }

        limits.Unrecognized = Format.Read(ref scanner, ReadRow, limits);
        return limits;
    }

    /// <summary>The limits of a process.</summary>
    /// <exception cref="SyscallException">The file could not be read; <c>ENOENT</c> or <c>ESRCH</c> if the process is gone.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static PidLimits Read(ProcRoot root, Pid pid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "limits").Read(root, Parse, buffer);

    /// <summary>The limits of a process; false only if the process is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be read.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static bool TryRead(ProcRoot root, Pid pid, [NotNullWhen(true)] out PidLimits? limits, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "limits").TryRead(root, Parse, buffer, out limits);

    private static bool IsHeading(ReadOnlySpan<byte> line) =>
        TextField.Trim(Column(line, 0, SoftColumn)).SequenceEqual("Limit"u8)
        && TextField.Trim(Column(line, SoftColumn, HardColumn)).SequenceEqual("Soft Limit"u8)
        && TextField.Trim(Column(line, HardColumn, UnitsColumn)).SequenceEqual("Hard Limit"u8)
        && TextField.Trim(Column(line, UnitsColumn, int.MaxValue)).SequenceEqual("Units"u8);

    /// <summary>The next row: its name is the key, what stands right of it the value.</summary>
    private static TextField ReadRow(ref TextScanner scanner)
    {
        var row = scanner.ReadField();
        return row.Part(
            TextField.Trim(Column(row.Line, SoftColumn, int.MaxValue)), TextField.Trim(Column(row.Line, 0, SoftColumn)));
    }

    private static ResourceLimit Row(TextField row)
    {
        var units = TextField.Trim(Column(row.Line, UnitsColumn, int.MaxValue));
        return new ResourceLimit(
            Limit(row.Part(TextField.Trim(Column(row.Line, SoftColumn, HardColumn)))),
            Limit(row.Part(TextField.Trim(Column(row.Line, HardColumn, UnitsColumn)))),
            units.IsEmpty ? null : TextField.Decode(units));
    }

    private static RlimitValue Limit(TextField field) => field.Bytes.SequenceEqual("unlimited"u8)
        ? RlimitValue.Unlimited
        : RlimitValue.Limited(field.UInt64());

    private static ReadOnlySpan<byte> Column(ReadOnlySpan<byte> line, int start, int end) =>
        start >= line.Length ? default : line[start..Math.Min(end, line.Length)];
}
