using LinuxThreads.Procfs;

namespace LinuxThreads.Headroom;

/// <summary>What the checks of one process share: where to read, whom it is about, and what a thread costs.</summary>
internal sealed class LimitContext
{
    /// <summary><c>PROC_USER_INIT_INO</c> and <c>PROC_PID_INIT_INO</c> (include/linux/proc_ns.h): the namespaces the system began with.</summary>
    public const string InitialUserNamespace = "user:[4026531837]";

    public const string InitialPidNamespace = "pid:[4026531836]";

    private readonly Lazy<TaskCensus> _census;

    /// <exception cref="SyscallException">The process is gone, or its status cannot be read.</exception>
    public LimitContext(ProcRoot root, Pid pid, ThreadCost cost, long pageSize)
    {
        Root = root;
        Pid = pid;
        Cost = cost;
        PageSize = pageSize;
        Status = PidStatus.Read(root, pid);
        UserNamespace = root.TryReadLink($"proc/{pid}/ns/user");
        _census = new Lazy<TaskCensus>(() => TaskCensus.Take(Root));
    }

    public ProcRoot Root { get; }

    public Pid Pid { get; }

    public ThreadCost Cost { get; }

    public long PageSize { get; }

    public PidStatus Status { get; }

    /// <summary>The user namespace of the process, as the kernel names it; null where that may not be read.</summary>
    public string? UserNamespace { get; }

    public TaskCensus Census => _census.Value;

    public string ProcessScope => $"process {Pid}";

    /// <summary>Makes one check, or the check that says why it could not be made.</summary>
    public static LimitCheck Read(LimitName name, string scope, string path, Func<LimitCheck> read)
    {
        try
        {
            return read();
        }
        catch (LinuxThreadsException exception) when (exception is SyscallException or KernelFeatureMissingException)
        {
            return Unreadable(name, scope, path, exception.Message);
        }
    }

    public static LimitCheck Unreadable(LimitName name, string scope, string path, string why) => new()
    {
        Name = name,
        Scope = scope,
        Path = path,
        Readable = false,
        Why = why,
        Errno = name is LimitName.MemoryMax or LimitName.MemAvailable ? null : Errno.EAGAIN,
    };

    /// <summary>How many threads fit between the use and the limit; null if there is no limit or the cost is not known.</summary>
    public static long? Fit(RlimitValue limit, long current, double? perThread)
    {
        if (limit.IsUnlimited || perThread is not > 0)
        {
            return null;
        }

        // A limit may lie below the use; then nothing fits, which is not a negative number of threads.
        var room = (double)((Int128)limit.Value - current);
        return room <= 0 ? 0 : (long)Math.Min(Math.Floor(room / perThread.Value), long.MaxValue / 2);
    }

    /// <summary>One sentence after the other, without those that are not there; null if none is.</summary>
    public static string? Sentences(params ReadOnlySpan<string?> sentences)
    {
        var there = new List<string>();
        foreach (var sentence in sentences)
        {
            if (sentence is not null)
            {
                there.Add(sentence);
            }
        }

        return there.Count == 0 ? null : string.Join(" ", there);
    }

    /// <summary>Why a check has no number of threads although its limit is a number.</summary>
    public string? WhyNoCost(double? perThread) => perThread is not null
        ? null
        : "What one thread takes of this is not known" + (Cost.Unavailable is [var first, ..] ? $": {first.Reason}" : ".");
}
