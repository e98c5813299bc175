using System.Diagnostics;

namespace LinuxThreads.Tests.Limits;

/// <summary>A kernel setting changed for one test. A process of its own puts it back, also if this one is killed.</summary>
internal sealed class TestSysctl : IDisposable
{
    // Two test runs at once would each take the other's value for the original.
    private static readonly string LockFile = Path.Combine(Path.GetTempPath(), "linuxthreads-test-sysctl.lock");

    private readonly FileStream _lock;
    private readonly Process _keeper;
    private readonly string _path;
    private readonly string _original;

    public TestSysctl(string name, long value)
    {
        TestProgram.RequireRoot($"changes {name}");
        TestProgram.Require("setsid");
        _lock = Lock();
        _path = $"/proc/sys/{name}";
        _original = File.ReadAllText(_path).Trim();

        // Its standard input ends when this process does, whatever ends it; a session of its own keeps it out of a killed group.
        _keeper = TestProgram.Start("setsid", "sh", "-c", $"trap '' INT TERM; cat > /dev/null; echo {_original} > {_path}");
        File.WriteAllText(_path, $"{value}");
    }

    public void Dispose()
    {
        _keeper.StandardInput.Close();
        _keeper.WaitForExit();
        _keeper.Dispose();
        var restored = File.ReadAllText(_path).Trim();
        _lock.Dispose();
        restored.Should().Be(_original, $"{_path} is put back");
    }

    private static FileStream Lock()
    {
        FileStream? taken = null;
        SpinWait.SpinUntil(() => (taken = TryLock()) is not null, TimeSpan.FromMinutes(1)).Should().BeTrue($"{LockFile} is free");
        return taken!;
    }

    private static FileStream? TryLock()
    {
        try
        {
            return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
