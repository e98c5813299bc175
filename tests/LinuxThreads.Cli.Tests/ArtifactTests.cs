using System.Diagnostics;

namespace LinuxThreads.Cli.Tests;

/// <summary>The tool as build.sh leaves it, in a process of its own.</summary>
public sealed class ArtifactTests
{
    [Test]
    [Category("Live")]
    public void A_copy_elsewhere_works()
    {
        using var copy = new ArtifactCopy();

        var run = copy.Run("stacks", "--json");

        run.ExitCode.Should().Be(0, run.Error);
        run.Json().Text("schema").Should().Be("linuxthreads/stacks/1");
    }

    [Test]
    [Category("Live")]
    public void Without_the_shim_everything_but_the_laboratories_works()
    {
        using var copy = new ArtifactCopy();
        copy.Delete("liblinuxthreads.so");

        copy.Run("stacks", "--json").ExitCode.Should().Be(0);
        copy.Run("switches", "--json").ExitCode.Should().Be(0);
        copy.Run("doctor", "--json").ExitCode.Should().Be(0);
        var laboratory = copy.Run("pingpong");
        laboratory.ExitCode.Should().Be(3);
        laboratory.Error.Should().Contain("liblinuxthreads.so was not found").And.NotContain("   at ");
    }

    [Test]
    [Category("Live")]
    public void Without_the_helper_of_Mono_Posix_the_C_library_answers_for_it()
    {
        using var copy = new ArtifactCopy();
        copy.Delete("libMonoPosixHelper.so");

        var run = copy.Run("stacks", "--json");

        run.ExitCode.Should().Be(0, run.Error);
    }

    [TestCase("INT", 1)]
    [TestCase("TERM", 14)]
    [Category("Live")]
    public void A_request_to_stop_ends_a_measurement_cleanly(string signal, int bit)
    {
        Procfs.PidStatus.TryRead(Procfs.ProcRoot.System, Pid.Current, out var status);
        if (((status!.SigIgn >> bit) & 1) == 1)
        {
            Assert.Ignore($"SIG{signal} is ignored here, as shells do for what they start in the background, and children inherit that");
        }

        using var copy = new ArtifactCopy();
        using var process = copy.Start("pingpong", "--mechanism", "all", "--placement", "unpinned");
        WaitForMeasuring(process);

        Process.Start("kill", [$"-{signal}", process.Id.ToString()])!.WaitForExit();

        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(130);
        error.Should().Contain("stopped; nothing is left running").And.NotContain("   at ");
    }

    [Test]
    [Category("Live")]
    public void A_reader_that_goes_away_is_no_error()
    {
        using var copy = new ArtifactCopy();
        using var process = copy.Start("stacks");
        process.StandardOutput.ReadLine();
        process.StandardOutput.Close();

        process.StandardError.ReadToEnd().Should().NotContain("   at ");
        process.WaitForExit();
        process.ExitCode.Should().Be(0);
    }

    /// <summary>By its progress: first it tries how long each row takes, then it measures.</summary>
    private static void WaitForMeasuring(Process process)
    {
        while (process.StandardError.ReadLine() is { } line)
        {
            if (line.StartsWith("measuring", StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail("it ended before it measured anything");
    }

    private sealed class ArtifactCopy : IDisposable
    {
        private readonly string _directory = Directory.CreateTempSubdirectory("linuxthreads-artifact-").FullName;

        public ArtifactCopy()
        {
            var source = Path.Combine(AppContext.BaseDirectory, "artifacts");
            if (!File.Exists(Path.Combine(source, "linuxthreads")))
            {
                Dispose();
                Assert.Ignore("artifacts/linuxthreads was not built (./build.sh)");
            }

            foreach (var file in Directory.EnumerateFiles(source))
            {
                File.Copy(file, Path.Combine(_directory, Path.GetFileName(file)));
            }
        }

        public void Delete(string file) => File.Delete(Path.Combine(_directory, file));

        public Process Start(params string[] args) => Process.Start(
            new ProcessStartInfo(Path.Combine(_directory, "linuxthreads"), args) { RedirectStandardOutput = true, RedirectStandardError = true })!;

        public ToolRun Run(params string[] args)
        {
            using var process = Start(args);
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new ToolRun(process.ExitCode, output, error.Result);
        }

        public void Dispose() => Directory.Delete(_directory, recursive: true);
    }
}
