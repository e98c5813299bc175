using System.Diagnostics;
using LinuxThreads.Workers;

namespace LinuxThreads.Tests.Limits;

/// <summary>Programs the tests start.</summary>
internal static class TestProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>This test assembly as a program: the command and its first arguments.</summary>
    public static string[] Host(params string[] verb) => ["dotnet", "exec", typeof(TestProgram).Assembly.Location, .. verb];

    /// <summary>The program that makes pthreads.</summary>
    public static string Worker()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "linuxthreads-worker");
        if (!File.Exists(path))
        {
            Assert.Ignore("linuxthreads-worker was not built: run native/build.sh native/bin");
        }

        return path;
    }

    /// <summary>A command that ends in the program for pthreads.</summary>
    public static WorkerCommand Around(params string[] before) => new(before[0], [.. before[1..], Worker()]);

    public static void Require(string program)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, program)));
        if (!found)
        {
            Assert.Ignore($"{program} (util-linux) is not installed");
        }
    }

    public static void RequireRoot(string reason)
    {
        if (!IsRoot)
        {
            Assert.Ignore($"needs root: {reason}");
        }
    }

    /// <summary>Runs a command to its end and returns what it printed.</summary>
    public static string Run(params string[] command)
    {
        using var process = Start(command);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{string.Join(' ', command)} did not end: {output.Result} {errors.Result}");
        }

        process.ExitCode.Should().Be(0, $"{output.Result} {errors.Result}");
        return output.Result.Trim();
    }

    public static Process Start(params string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>Waits for a condition; fails with <paramref name="what"/> after ten seconds.</summary>
    public static void WaitUntil(Func<bool> condition, string what) =>
        SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(10)).Should().BeTrue(what);
}
