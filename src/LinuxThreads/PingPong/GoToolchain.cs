using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LinuxThreads.PingPong;

/// <summary>A Go toolchain on this machine.</summary>
/// <param name="Path">The program <c>go</c>.</param>
internal sealed record GoToolchain(string Path)
{
    private const string Building = "building the goroutine hand-over";
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>What to do where there is none.</summary>
    public const string Missing =
        "no program 'go' on PATH: goroutines need a Go toolchain. Install it, for instance with 'apt-get install golang-go'.";

    /// <summary>The first on a search path, for instance of the variable <c>PATH</c>; <see langword="null"/> if there is none.</summary>
    public static GoToolchain? Find(string? searchPath)
    {
        foreach (var directory in (searchPath ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = System.IO.Path.Combine(directory, "go");
            if (System.IO.Path.IsPathRooted(directory) && File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0)
            {
                return new GoToolchain(path);
            }
        }

        return null;
    }

    /// <summary>What it says of its version, for instance <c>go version go1.19.8 linux/amd64</c>.</summary>
    /// <exception cref="MeasurementAbortedException">It does not run.</exception>
    public string ReadVersion(string workDirectory) => Run(workDirectory, "version").Trim();

    /// <summary>Builds a program of one source file.</summary>
    /// <exception cref="MeasurementAbortedException">It does not run, or could not build it; its own words are in the message.</exception>
    public void Build(string source, string program, string workDirectory) => Run(workDirectory, "build", "-o", program, source);

    private string Run(string workDirectory, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            WorkingDirectory = workDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        SetEnvironment(start.Environment, workDirectory);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new MeasurementAbortedException(Building, $"{Path}: {exception.Message}.", exception);
        }

        using (process)
        {
            process.StandardInput.Dispose();
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new MeasurementAbortedException(
                    Building, $"'{Path} {string.Join(' ', arguments)}' ended with {process.ExitCode}. It said: {errors.Result.Trim()}");
        }
    }

    // One file that uses the standard library only, so: no modules, no network, no other toolchain, no C, and none of the caller's own settings
    // for other programs. Only what is kept between builds stays where the caller has it.
    private static void SetEnvironment(IDictionary<string, string?> environment, string workDirectory)
    {
        environment["GO111MODULE"] = "off";
        environment["GOFLAGS"] = "";
        environment["GOENV"] = "off";
        environment["GOTOOLCHAIN"] = "local";
        environment["GOPROXY"] = "off";
        environment["CGO_ENABLED"] = "0";
        environment["GOOS"] = "linux";
        environment["GOARCH"] = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        environment["GOPATH"] = workDirectory;
        if (Set(environment, "GOCACHE") || Set(environment, "XDG_CACHE_HOME") || Set(environment, "HOME"))
        {
            return;
        }

        environment["GOCACHE"] = System.IO.Path.Combine(workDirectory, "cache");
    }

    private static bool Set(IDictionary<string, string?> environment, string name) =>
        environment.TryGetValue(name, out var value) && !string.IsNullOrEmpty(value);
}
