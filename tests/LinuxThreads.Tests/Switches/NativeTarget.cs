using System.Diagnostics;

namespace LinuxThreads.Tests.Switches;

/// <summary>A running target program from tests/native/targets; ends when disposed.</summary>
internal sealed class NativeTarget : IDisposable
{
    private readonly Process _process;

    private NativeTarget(Process process) => _process = process;

    public Pid Pid => new(_process.Id);

    /// <summary>What it printed before the line that says it is ready.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Starts a program and waits for its line <c>ready</c>; ignores the test if it was not built.</summary>
    public static NativeTarget Start(string name, params string[] arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "native", name);
        if (!File.Exists(path))
        {
            Assert.Ignore($"the target program {name} was not built (tests/native/build-targets.sh)");
        }

        var start = new ProcessStartInfo(path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var target = new NativeTarget(Process.Start(start)!);
        while (target._process.StandardOutput.ReadLine() is { } line && line != "ready")
        {
            target.Lines.Add(line);
        }

        return target;
    }

    /// <summary>Ends the program and waits until it is reaped.</summary>
    public void End()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        End();
        _process.Dispose();
    }
}
