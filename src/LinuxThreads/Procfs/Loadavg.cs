namespace LinuxThreads.Procfs;

/// <summary>The load averages, the tasks of the system and the last id given out: <c>/proc/loadavg</c>.</summary>
/// <remarks>Source: <c>/proc/loadavg</c> (<c>loadavg_proc_show</c>, fs/proc/loadavg.c).</remarks>
/// <param name="Load1">Tasks that ran or waited uninterruptibly, averaged over one minute.</param>
/// <param name="Load5">The same over five minutes.</param>
/// <param name="Load15">The same over fifteen minutes.</param>
/// <param name="NrRunning">Tasks that run or could run now, on all CPUs.</param>
/// <param name="NrThreads">Tasks of the whole system, all pid namespaces and kernel threads included: what <c>kernel.threads-max</c> limits.</param>
/// <param name="LastPid">The task id given out last in the reader's pid namespace; ids go up from here.</param>
public readonly record struct Loadavg(double Load1, double Load5, double Load15, long NrRunning, long NrThreads, int LastPid)
{
    private const string AnyPath = "/proc/loadavg";

    /// <summary>Reads the text of <c>loadavg</c>.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">The text is not three averages, two counts and an id.</exception>
    public static Loadavg Parse(ReadOnlySpan<byte> text, string path = AnyPath)
    {
        var line = TextField.Single(text, path);
        var rest = line.Bytes;
        var load1 = Load(line, ref rest, "1 min"u8);
        var load5 = Load(line, ref rest, "5 min"u8);
        var load15 = Load(line, ref rest, "15 min"u8);
        var tasks = line.NextWord(ref rest, "tasks"u8);
        var slash = tasks.Bytes.IndexOf((byte)'/');
        if (slash < 0)
        {
            throw tasks.Error("running tasks, a slash, all tasks");
        }

        var running = tasks.Part(tasks.Bytes[..slash]).Count();
        var threads = tasks.Part(tasks.Bytes[(slash + 1)..]).Count();
        var last = line.NextWord(ref rest, "last id"u8).Int32();
        return rest.IsEmpty
            ? new Loadavg(load1, load5, load15, running, threads, last)
            : throw line.Error("three averages, two counts with a slash, and an id");
    }

    /// <summary>The file as it is now.</summary>
    /// <exception cref="SyscallException">The file could not be read.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static Loadavg Read(ProcRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Parse(root.ReadAllBytes("proc/loadavg"), root.Resolve("proc/loadavg"));
    }

    // "%lu.%02lu": digits, a point, two digits.
    private static double Load(TextField line, ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> key)
    {
        var word = line.NextWord(ref rest, key);
        var point = word.Bytes.IndexOf((byte)'.');
        return point > 0 && word.Bytes.Length == point + 3
            ? word.Part(word.Bytes[..point]).UInt64() + (word.Part(word.Bytes[(point + 1)..]).UInt64() / 100.0)
            : throw word.Error("a number with two decimals");
    }
}
