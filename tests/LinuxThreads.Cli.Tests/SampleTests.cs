using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace LinuxThreads.Cli.Tests;

/// <summary>Every script of samples/ is run as its first line tells the shell to.</summary>
public sealed partial class SampleTests
{
    private static string Samples => Path.Combine(
        typeof(SampleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!, "samples");

    [Test]
    public void Stacks_of_my_process_shows_what_each_thread_touched()
    {
        var output = Run("stacks-of-my-process.cs");

        var depths = ThreadRow().Matches(output).ToDictionary(row => int.Parse(row.Groups[1].Value), row => Bytes(row.Groups[2].Value));
        depths.Keys.Should().BeEquivalentTo([0, 4, 64, 256]);
        (depths[256] - depths[64]).Should().BeInRange(190 * 4096, 194 * 4096);
        output.Should().Contain("stacks reserve");
    }

    [Test]
    public void Switches_of_a_loop_counts_the_blocking_one()
    {
        var output = Run("switches-of-a-loop.cs");

        output.Should().Contain("1000 x compute:").And.Contain("1000 x yield:").And.Contain("1000 x futex:").And.Contain("the whole process:");
    }

    [Test]
    public void Which_limit_stops_me_names_one_and_starts_a_thread()
    {
        var output = Run("which-limit-stops-me.cs");

        output.Should().MatchRegex(@"can start [\d,]+ more threads; then \S+ of .+ stops it").And.Contain("a thread started");
    }

    [Test]
    public void Every_sample_has_a_test_here()
    {
        RequireSources();
        var names = Directory.EnumerateFiles(Samples, "*.cs").Select(Path.GetFileName);

        names.Should().BeEquivalentTo("stacks-of-my-process.cs", "switches-of-a-loop.cs", "which-limit-stops-me.cs");
    }

    private static string Run(string sample)
    {
        RequireSources();
        var start = new ProcessStartInfo("dotnet", ["run", "--file", Path.Combine(Samples, sample)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, $"{error.Result}\n{output}");
        return output;
    }

    private static void RequireSources()
    {
        if (!Directory.Exists(Samples))
        {
            Assert.Ignore($"the samples are not where they were built from ({Samples})");
        }
    }

    private static long Bytes(string text) => long.Parse(text, System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"uses (\d+) pages\s+[\d,]+\s+([\d,]+)")]
    private static partial Regex ThreadRow();
}
