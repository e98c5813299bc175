using System.Diagnostics;

namespace LinuxThreads.Tests.Limits;

/// <summary>A kernel setting changed for one test. A process of its own puts it back, also if this one is killed.</summary>
internal sealed class TestSysctl : IDisposable
{
    private readonly Process _keeper;
    private readonly string _path;
    private readonly string _original;

    public TestSysctl(string name, long value)
    {
        TestProgram.RequireRoot($"changes {name}");
        _path = $"/proc/sys/{name}";
        _original = File.ReadAllText(_path).Trim();

        // Its standard input ends when this process does, whatever ends it.
        _keeper = TestProgram.Start("sh", "-c", $"trap '' INT TERM; cat > /dev/null; echo {_original} > {_path}");
        File.WriteAllText(_path, $"{value}");
    }

    public void Dispose()
    {
        _keeper.StandardInput.Close();
        _keeper.WaitForExit();
        _keeper.Dispose();
        File.ReadAllText(_path).Trim().Should().Be(_original, $"{_path} is put back");
    }
}
