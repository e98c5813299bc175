#:project ../src/LinuxThreads/LinuxThreads.csproj

// Does the library take longer to have many threads alive together than a bare C loop of pthread_create?
//
// Each round creates so many threads with the library and with the C program of native/, one after the other, with the same
// stacks, and ends them. What counts is the ratio within a round. As root also 100,000 of them, with the limits raised meanwhile.
// Arguments: the directory of the C programs; then, instead of all of this, THREADS and ROUNDS.

using System.Diagnostics;
using System.Globalization;
using LinuxThreads;
using LinuxThreads.Scale;
using LinuxThreads.Statistics;

var programs = args.Length > 0 ? args[0] : "native/bin";

Console.WriteLine($"{"threads",-10} {"stacks",-14} {"library",12} {"C program",12} {"ratio",8}  {"95 % interval",-16} rounds");
if (args is [_, var threads, var rounds])
{
    Both(int.Parse(threads, CultureInfo.InvariantCulture), int.Parse(rounds, CultureInfo.InvariantCulture));
}
else
{
    Both(20_000, 13);
    if (Environment.IsPrivilegedProcess)
    {
        Both(100_000, 7);
    }
}

void Both(int threads, int rounds)
{
    // More than the threads: those of the round before may not all be gone when the next one begins.
    using var limits = threads > 30_000 ? RaisedLimits.For(threads * 2) : null;
    Compare(threads, rounds, carved: false);
    Compare(threads, rounds, carved: true);
}

void Compare(int threads, int rounds, bool carved)
{
    var library = new double[rounds];
    var reference = new double[rounds];
    for (var round = 0; round < rounds; round++)
    {
        // Whoever comes first in a round must not always be the same one.
        var first = round % 2 == 0 ? Reference(threads, carved) : (double?)null;
        library[round] = Library(threads, carved);
        reference[round] = first ?? Reference(threads, carved);
    }

    var ratio = RatioInterval.Of(library, reference);
    var interval = ratio.Interval is { } found ? $"{found.Low:0.000}–{found.High:0.000}" : "too few rounds";
    Console.WriteLine(
        $"{threads,-10:#,0} {(carved ? "16 KiB, carved" : "default"),-14} {Summary.Of(library).Median,9:0} ns {Summary.Of(reference).Median,9:0} ns {ratio.MedianRatio,8:0.000}  {interval,-16} {rounds}");
}

double Library(int threads, bool carved)
{
    var result = ScaleMeter.Measure(new ScalePlan { Threads = threads, Carved = carved, Laps = 0 });
    return result.EndedBy == ScaleEnd.Done
        ? result.CreateNsPerThread!.Value
        : throw new InvalidOperationException($"{result.ThreadsCreated} threads, then: {result.Why}");
}

double Reference(int threads, bool carved)
{
    var start = new ProcessStartInfo(Path.Combine(programs, "threads-alive")) { RedirectStandardOutput = true };
    foreach (var argument in (string[])[threads.ToString(CultureInfo.InvariantCulture), carved ? "16384" : "0", carved ? "1" : "0"])
    {
        start.ArgumentList.Add(argument);
    }

    using var process = Process.Start(start) ?? throw new InvalidOperationException("threads-alive did not start");
    var words = process.StandardOutput.ReadToEnd().Split(' ');
    process.WaitForExit();
    return process.ExitCode == 0 && Array.IndexOf(words, "create_ns") is >= 0 and var at
        ? double.Parse(words[at + 1], CultureInfo.InvariantCulture)
        : throw new InvalidOperationException($"threads-alive failed with {process.ExitCode}: {string.Join(' ', words)}");
}
