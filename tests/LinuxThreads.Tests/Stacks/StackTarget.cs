using System.Globalization;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

/// <summary>What one thread of a target program says of its own stack: bounds, and pages counted by mincore.</summary>
internal sealed record StackTruth(Tid Tid, ulong Low, ulong High, long Resident, ulong LowestResident)
{
    public long Depth => checked((long)(High - Math.Max(LowestResident, Low)));
}

/// <summary>A running target program that prints the truth of its stacks, a line for each thread; ends when disposed.</summary>
internal sealed class StackTarget : IDisposable
{
    private readonly TargetProcess _process;

    private StackTarget(TargetProcess process)
    {
        _process = process;
        Threads = process.Lines.ConvertAll(Parse);
    }

    public Pid Pid => _process.Pid;

    public List<StackTruth> Threads { get; }

    /// <inheritdoc cref="TargetProcess.Start"/>
    public static StackTarget Start(string name, params string[] arguments) => new(TargetProcess.Start(name, arguments));

    /// <summary>The program's threads as a snapshot sees them, beside what the program says itself.</summary>
    public IEnumerable<(StackTruth Truth, ThreadStack Seen)> Beside(StackSnapshot snapshot)
    {
        var seen = snapshot.Threads.ToDictionary(static thread => thread.Tid);
        return Threads.Select(truth => (truth, seen[truth.Tid]));
    }

    public void Dispose() => _process.Dispose();

    private static StackTruth Parse(string line)
    {
        var words = line.Split(' ');
        return new StackTruth(
            new Tid(int.Parse(words[1])), Address(words[2]), Address(words[3]), long.Parse(words[4]), Address(words[5]));
    }

    private static ulong Address(string text) => ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber);
}
