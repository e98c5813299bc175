namespace LinuxThreads.Procfs;

/// <summary>What the whole system has done since boot: <c>/proc/stat</c>.</summary>
/// <remarks>
/// Source: <c>/proc/stat</c> (<c>show_stat</c>, fs/proc/stat.c). A member is <see langword="null"/> where the kernel printed no such line. In a
/// container the file still tells of the whole machine, unless something like lxcfs covers it.
/// </remarks>
public sealed record SystemStat
{
    private SystemStat()
    {
    }

    /// <summary>The times of all CPUs together, those offline now included.</summary>
    /// <remarks>Source: <c>cpu</c>.</remarks>
    public CpuTimes Cpu { get; private set; }

    /// <summary>The times of each CPU that is online, ascending.</summary>
    /// <remarks>Source: <c>cpu0</c>, <c>cpu1</c> …; numbers may be missing.</remarks>
    public IReadOnlyList<CpuTimes> Cpus { get; private set; } = [];

    /// <summary>Interrupts served since boot; 0 or more.</summary>
    /// <remarks>Source: <c>intr</c>, first number. Excludes: nothing; the numbers of each interrupt behind it are skipped.</remarks>
    public long? Intr { get; private set; }

    /// <summary>Context switches on all CPUs since boot; 0 or more.</summary>
    /// <remarks>Source: <c>ctxt</c>.</remarks>
    public long? Ctxt { get; private set; }

    /// <summary>When the system booted, in seconds since 1970-01-01 00:00 UTC; moves if the wall clock is set.</summary>
    /// <remarks>Source: <c>btime</c>.</remarks>
    public long? Btime { get; private set; }

    /// <summary>Tasks created since boot, threads included; 0 or more.</summary>
    /// <remarks>Source: <c>processes</c>.</remarks>
    public long? Processes { get; private set; }

    /// <summary>Threads running or waiting for a CPU now.</summary>
    /// <remarks>Source: <c>procs_running</c>.</remarks>
    public long? ProcsRunning { get; private set; }

    /// <summary>Threads waiting for block I/O now.</summary>
    /// <remarks>Source: <c>procs_blocked</c>.</remarks>
    public long? ProcsBlocked { get; private set; }

    /// <summary>Soft interrupts served since boot; 0 or more.</summary>
    /// <remarks>Source: <c>softirq</c>, first number. Excludes: nothing; the numbers of each kind behind it are skipped.</remarks>
    public long? Softirq { get; private set; }

    /// <summary>Lines with a key this library does not know, and columns it does not know of the <c>cpu</c> lines, in the file's order.</summary>
    /// <remarks>Source: everything else in the file.</remarks>
    public IReadOnlyList<KeyValuePair<string, string>> Unrecognized { get; private set; } = [];

    /// <summary>Reads the text of <c>/proc/stat</c>.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">A known line is not what the kernel documents, or the <c>cpu</c> line is missing.</exception>
    public static SystemStat Parse(ReadOnlySpan<byte> text, string path = "proc/stat")
    {
        var stat = new SystemStat();
        var cpus = new List<CpuTimes>();
        var numbers = new HashSet<int>();
        var unrecognized = new UnrecognizedLines();
        var hasTotal = false;
        Span<char> scratch = stackalloc char[TextField.LongestKey];
        var scanner = new TextScanner(text, path);
        while (!scanner.AtEnd)
        {
            var field = scanner.ReadKeyed((byte)' ');
            switch (field.KeyIn(scratch))
            {
                case "cpu":
                    stat.Cpu = hasTotal ? throw field.Repeated() : CpuTimes.From(field, -1, ref unrecognized);
                    hasTotal = true;
                    break;
                case "intr":
                    stat.Intr = Once(stat.Intr, field, First(field));
                    break;
                case "ctxt":
                    stat.Ctxt = Once(stat.Ctxt, field, field.Count());
                    break;
                case "btime":
                    stat.Btime = Once(stat.Btime, field, field.Int64());
                    break;
                case "processes":
                    stat.Processes = Once(stat.Processes, field, field.Count());
                    break;
                case "procs_running":
                    stat.ProcsRunning = Once(stat.ProcsRunning, field, field.Count());
                    break;
                case "procs_blocked":
                    stat.ProcsBlocked = Once(stat.ProcsBlocked, field, field.Count());
                    break;
                case "softirq":
                    stat.Softirq = Once(stat.Softirq, field, First(field));
                    break;
                default:
                    if (field.Key.StartsWith("cpu"u8) && KernelNumber.TryParseDecimal(field.Key[3..], out var number) && number <= int.MaxValue)
                    {
                        var cpu = CpuTimes.From(field, (int)number, ref unrecognized);
                        cpus.Add(numbers.Add((int)number) ? cpu : throw field.Repeated());
                    }
                    else
                    {
                        unrecognized.Add(field);
                    }

                    break;
            }
        }

        if (!hasTotal)
        {
            throw scanner.MissingInFile("cpu");
        }

        cpus.Sort(static (left, right) => left.Number!.Value.CompareTo(right.Number!.Value));
        stat.Cpus = cpus;
        stat.Unrecognized = unrecognized.ToList();
        return stat;
    }

    /// <summary>The counters of the running system.</summary>
    /// <param name="root">Where to read.</param>
    /// <param name="buffer">A buffer to read into, so that readings around a measurement allocate none; a new one if null.</param>
    /// <exception cref="SyscallException">The file could not be read.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static SystemStat Read(ProcRoot root, ProcBuffer? buffer = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        buffer ??= new ProcBuffer();
        root.Read("proc/stat", buffer);
        return Parse(buffer.Bytes, root.Resolve("proc/stat"));
    }

    private static long Once(long? before, TextField field, long value) => before is null ? value : throw field.Repeated();

    private static long First(TextField field)
    {
        var rest = field.Bytes;
        return field.NextWord(ref rest, field.Key).Count();
    }
}
