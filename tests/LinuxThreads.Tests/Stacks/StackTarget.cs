using System.Diagnostics;
using System.Globalization;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

/// <summary>What one thread of a target program says of its own stack: bounds, and pages counted by mincore.</summary>
internal sealed record StackTruth(Tid Tid, ulong Low, ulong High, long Resident, ulong LowestResident)
{
    public long Depth => checked((long)(High - Math.Max(LowestResident, Low)));
}

/// <summary>A running target program from tests/native/targets that prints the truth of its stacks; ends when disposed.</summary>
internal sealed class StackTarget : IDisposable
{
    private const int Unsupported = 77;

    private readonly Process _process;

    private StackTarget(Process process) => _process = process;

    public Pid Pid => new(_process.Id);

    public List<StackTruth> Threads { get; } = [];

    /// <summary>Starts a program and waits until it is ready; ignores the test if it was not built, or this kernel can't do what it shows.</summary>
    public static StackTarget Start(string name, params string[] arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "native", name);
        if (!File.Exists(path))
        {
            Assert.Ignore($"the target program {name} was not built (tests/native/targets/build.sh)");
        }

        var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var target = new StackTarget(process);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line == "ready")
            {
                return target;
            }

            if (line.StartsWith("unsupported", StringComparison.Ordinal))
            {
                Assert.Ignore($"{name} {string.Join(' ', arguments)}: {line}");
            }

            target.Threads.Add(Parse(line));
        }

        target.Dispose();
        throw new AssertionException($"{name} ended before it was ready");
    }

    /// <summary>The program's threads as a snapshot sees them, beside what the program says itself.</summary>
    public IEnumerable<(StackTruth Truth, ThreadStack Seen)> Beside(StackSnapshot snapshot)
    {
        var seen = snapshot.Threads.ToDictionary(static thread => thread.Tid);
        return Threads.Select(truth => (truth, seen[truth.Tid]));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static StackTruth Parse(string line)
    {
        var words = line.Split(' ');
        return new StackTruth(
            new Tid(int.Parse(words[1])), Address(words[2]), Address(words[3]), long.Parse(words[4]), Address(words[5]));
    }

    private static ulong Address(string text) => ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber);
}
