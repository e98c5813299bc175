namespace LinuxThreads.Tests.Headroom;

/// <summary>A made-up tree of kernel files for one process, 42, which the reader is too. Every file can be replaced or taken away.</summary>
internal sealed class TestTree : IDisposable
{
    public const int Pid = 42;
    public const string InitialUser = "user:[4026531837]";
    private readonly TemporaryDirectory _directory = new();

    public TestTree()
    {
        Process(Pid, uid: 1000, threads: 5);
        Write("proc/42/limits", Limits());
        Write("proc/42/cgroup", "0::/\n");
        Write("proc/42/maps", "00400000-00401000 r-xp 00000000 00:01 1 /bin/x\n7f0000000000-7f0000001000 rw-p 00000000 00:00 0 \n" +
            "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]\n");
        Write("proc/self/mountinfo", "30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n");
        Link("proc/self/ns/pid", "pid:[4026531836]");
        Write("proc/loadavg", "0.10 0.20 0.30 1/200 5000\n");
        Write("proc/meminfo", Meminfo(total: 1_000_000, available: 600_000, commitLimit: 500_000, committed: 100_000));
        Write("proc/sys/kernel/threads-max", "1200\n");
        Write("proc/sys/kernel/pid_max", "32768\n");
        Write("proc/sys/vm/max_map_count", "102\n");
        Write("proc/sys/vm/overcommit_memory", "0\n");
        Directory("sys/fs/cgroup");
    }

    public LinuxThreads.Procfs.ProcRoot Root => new(_directory.Path);

    public static string Limits(string nproc = "unlimited", string addressSpace = "unlimited", string data = "unlimited")
    {
        static string Row(string name, string value, string units) => $"{name,-25} {value,-20} {value,-20} {units,-10}\n";
        return $"{"Limit",-25} {"Soft Limit",-20} {"Hard Limit",-20} {"Units",-10}\n"
            + Row("Max data size", data, "bytes") + Row("Max processes", nproc, "processes") + Row("Max address space", addressSpace, "bytes");
    }

    public static string Meminfo(long total, long available, long commitLimit, long committed, long swapFree = 0) =>
        $"MemTotal:       {total} kB\nMemFree:        {available} kB\nMemAvailable:   {available} kB\nBuffers:        0 kB\nCached:         0 kB\n" +
        $"SwapFree:       {swapFree} kB\nCommitLimit:    {commitLimit} kB\nCommitted_AS:   {committed} kB\n";

    public void Process(int pid, uint uid, int threads, string? userNamespace = InitialUser, ulong capEff = 0, int seccomp = 0, string nsPid = "")
    {
        Write($"proc/{pid}/status",
            $"Name:\tx\nState:\tS (sleeping)\nTgid:\t{pid}\nPid:\t{pid}\nPPid:\t1\nUid:\t{uid}\t{uid}\t{uid}\t{uid}\n" +
            (nsPid == "" ? "" : $"NSpid:\t{pid}\t{nsPid}\n") +
            $"VmSize:\t    1000 kB\nVmData:\t     400 kB\nThreads:\t{threads}\nCapEff:\t{capEff:x16}\nSeccomp:\t{seccomp}\nCpus_allowed_list:\t0-3\n");
        for (var i = 0; i < threads; i++)
        {
            Directory($"proc/{pid}/task/{pid + i}");
        }

        if (userNamespace is not null)
        {
            Link($"proc/{pid}/ns/user", userNamespace);
        }
    }

    public void Write(string path, string text)
    {
        Directory(Path.GetDirectoryName(path)!);
        File.WriteAllText(Full(path), text);
    }

    public void Link(string path, string target)
    {
        Directory(Path.GetDirectoryName(path)!);
        File.Delete(Full(path));
        File.CreateSymbolicLink(Full(path), target);
    }

    public void Delete(string path) => File.Delete(Full(path));

    /// <summary>Makes a file that is there and cannot be read: reading a directory is an error, to root too.</summary>
    public void Spoil(string path)
    {
        File.Delete(Full(path));
        Directory(path);
    }

    public void Directory(string path) => System.IO.Directory.CreateDirectory(Full(path));

    public void Dispose() => _directory.Dispose();

    private string Full(string path) => Path.Combine(_directory.Path, path);
}
