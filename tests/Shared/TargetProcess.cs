using System.Diagnostics;

namespace LinuxThreads.Tests;

/// <summary>A running program of tests/native/targets, which tells the truth about its own threads; ends when disposed.</summary>
internal sealed class TargetProcess : IDisposable
{
    private readonly Process _process;

    private TargetProcess(Process process) => _process = process;

    public Pid Pid => new(_process.Id);

    /// <summary>What it printed before the line that says it is ready.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Starts a program and waits for its line <c>ready</c>; ignores the test if it was not built or this kernel can't do what it shows.</summary>
    public static TargetProcess Start(string name, params string[] arguments) => StartWith(new Dictionary<string, string>(), name, arguments);

    /// <inheritdoc cref="Start"/>
    /// <param name="environment">Variables that it gets besides this process's.</param>
    /// <param name="name">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static TargetProcess StartWith(IReadOnlyDictionary<string, string> environment, string name, params string[] arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "native", name);
        if (!File.Exists(path))
        {
            Assert.Ignore($"the target program {name} was not built (tests/native/targets/build.sh)");
        }

        var start = new ProcessStartInfo(path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        var target = new TargetProcess(Process.Start(start)!);
        while (target._process.StandardOutput.ReadLine() is { } line)
        {
            if (line == "ready")
            {
                return target;
            }

            if (line.StartsWith("unsupported", StringComparison.Ordinal))
            {
                target.Dispose();
                Assert.Ignore($"{name} {string.Join(' ', arguments)}: {line}");
            }

            target.Lines.Add(line);
        }

        target.Dispose();
        throw new AssertionException($"{name} ended before it was ready");
    }

    /// <summary>Tells a program that takes orders what to do, and waits until it says that it is ready again.</summary>
    public void Order(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        _process.StandardOutput.ReadLine().Should().Be("ready", $"the program was told '{line}'");
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
