using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Limits;

/// <summary>A cgroup made for one test under the root of a controller's version 1 hierarchy, or in version 2; removed on disposal.</summary>
internal sealed class TestCgroup : IDisposable
{
    private TestCgroup(string path, CgroupVersion version)
    {
        Path = path;
        Version = version;
        Directory.CreateDirectory(path);
    }

    public string Path { get; }

    public CgroupVersion Version { get; }

    /// <summary>The cgroup as the checks name it.</summary>
    public string Scope { get; private init; } = "";

    /// <summary>Makes one, or ignores the test where that is not allowed.</summary>
    public static TestCgroup Create(string controller)
    {
        TestProgram.RequireRoot($"makes a cgroup of the {controller} controller");
        var mounts = MountInfo.Read(ProcRoot.System, Pid.Current);
        var mount = mounts.Entries.FirstOrDefault(entry => entry.FilesystemType == "cgroup" && entry.SuperOptions.Split(',').Contains(controller));
        var version = mount is null ? CgroupVersion.V2 : CgroupVersion.V1;
        mount ??= mounts.Entries.FirstOrDefault(entry => entry.FilesystemType == "cgroup2" && Offers(entry.MountPoint, controller));
        if (mount is null)
        {
            Assert.Ignore($"no cgroup hierarchy with the {controller} controller is mounted");
        }

        var name = $"linuxthreads-test-{Environment.ProcessId}-{Guid.NewGuid():N}";
        try
        {
            return new TestCgroup($"{mount!.MountPoint}/{name}", version) { Scope = $"cgroup /{name}" };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Assert.Ignore($"making a cgroup is refused: {exception.Message}");
            throw;
        }
    }

    /// <summary>A cgroup inside this one.</summary>
    public TestCgroup CreateChild(string name) => new($"{Path}/{name}", Version) { Scope = $"{Scope}/{name}" };

    public void Write(string file, string value) => File.WriteAllText($"{Path}/{file}", value);

    public void Add(Pid pid) => Write("cgroup.procs", $"{pid}");

    // Its last task may still be on its way out, which the kernel answers with EBUSY.
    public void Dispose() => TestProgram.WaitUntil(TryRemove, $"{Path} can be removed");

    private static bool Offers(string mountPoint, string controller) =>
        File.Exists($"{mountPoint}/cgroup.subtree_control") && File.ReadAllText($"{mountPoint}/cgroup.subtree_control").Split([' ', '\n']).Contains(controller);

    private bool TryRemove()
    {
        try
        {
            Directory.Delete(Path, recursive: false);
            return true;
        }
        catch (IOException) when (Directory.Exists(Path))
        {
            return false;
        }
    }
}
