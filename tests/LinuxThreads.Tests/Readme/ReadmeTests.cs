using System.Runtime.CompilerServices;
using LinuxThreads.PingPong;
using LinuxThreads.Stacks;
using LinuxThreads.Switches;

namespace LinuxThreads.Tests.Readme;

/// <summary>The README's C# is the body of a method here: it compiles, runs, and stands there to the letter.</summary>
public sealed class ReadmeTests
{
    private const string Begin = "// README begins";
    private const string End = "// README ends";

    [Test]
    [Category("Live")]
    public void The_example_runs()
    {
        if (PingPongMeter.WhyUnavailable(Mechanism.Futex) is { } reason)
        {
            Assert.Ignore(reason);
        }

        var printed = new StringWriter();
        var console = Console.Out;
        Console.SetOut(printed);
        try
        {
            Example();
        }
        finally
        {
            Console.SetOut(console);
        }

        printed.ToString().Should().Contain(" of ").And.Contain("ns a switch");
    }

    [Test]
    public void The_example_stands_in_the_README_as_it_runs_here()
    {
        var here = Here();
        var readme = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../README.md"));
        if (!File.Exists(here) || !File.Exists(readme))
        {
            Assert.Ignore("the sources are not where they were compiled");
        }

        var body = File.ReadAllLines(here)
            .SkipWhile(line => line.Trim() != Begin).Skip(1)
            .TakeWhile(line => line.Trim() != End)
            .Select(line => line.Length > 8 ? line[8..] : line.Trim());

        File.ReadAllText(readme).Should().Contain(string.Join('\n', body));
    }

    private static void Example()
    {
        // README begins
        // How much of each stack is in memory?
        var stacks = StackSnapshot.Read(Pid.Current);
        foreach (var stack in stacks.Threads)
        {
            Console.WriteLine($"{stack.Tid} {stack.Comm}: {stack.Rss} of {stack.Reserved}");
        }

        // How often does this code switch?
        using (var meter = ThreadMeter.Start())
        {
            Work();
            Console.WriteLine(meter.Read().Counts);
        }

        // What does a hand-over cost here, and did the kernel count what it should?
        var futex = PingPongMeter.Measure(PingPongPlan.Default(Mechanism.Futex, Placement.SameCpu));
        Console.WriteLine($"{futex.PerSwitchNs} ns a switch, {futex.Evidence.CountedSwitches} counted, {futex.Verdict}");
        // README ends
    }

    private static void Work() => Thread.Yield();

    private static string Here([CallerFilePath] string path = "") => path;
}
