#:project ../src/LinuxThreads/LinuxThreads.csproj

// Is a hand-over measured by the library what an independent C program measures?
//
// Each round runs the library's measurement and the C program of native/ that does the same by the same definition, one
// after the other, on the same CPU with the same numbers of batches and round trips. What counts is the ratio within a
// round: what slows a whole round down cancels. A round that another task disturbed is run again.

using System.Diagnostics;
using System.Globalization;
using LinuxThreads.Calls;
using LinuxThreads.PingPong;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

const int Rounds = 21;
const int MostRounds = 60;
const int Batches = 20;
const int Operations = 2_000;
var programs = args.Length > 0 ? args[0] : "native/bin";

Console.WriteLine($"{"same CPU",-14} {"library",12} {"C program",12} {"ratio",8}  {"95 % interval",-16} {"counted/RT",10}  rounds");
Compare("futex", () => Pair(Mechanism.Futex), "futex-pingpong", "0", "0");
Compare("pipe", () => Pair(Mechanism.Pipe), "pipe-pingpong", "0", "0");
Compare("yield", () => Pair(Mechanism.Yield), "yield-pair", "0", "0");
Compare("null-syscall", Call, "null-syscall", "0");

void Compare(string name, Func<(double Ns, double Counted, bool Disturbed)> ours, string program, params string[] cpus)
{
    var library = new List<double>();
    var reference = new List<double>();
    var counted = new List<double>();
    var rounds = 0;
    while (library.Count < Rounds && rounds < MostRounds)
    {
        rounds++;
        // Whoever comes first in a round must not always be the same one.
        var first = rounds % 2 == 0 ? Reference(program, cpus) : (double?)null;
        var measured = ours();
        var theirs = first ?? Reference(program, cpus);
        if (measured.Disturbed)
        {
            continue;
        }

        library.Add(measured.Ns);
        reference.Add(theirs);
        counted.Add(measured.Counted);
    }

    if (library.Count < 6)
    {
        Console.WriteLine($"{name,-14} only {library.Count} of {rounds} rounds were quiet: too few to say anything");
        return;
    }

    var ratio = RatioInterval.Of([.. library], [.. reference]);
    var interval = $"{ratio.Interval!.Low:0.000}–{ratio.Interval.High:0.000}";
    Console.WriteLine(
        $"{name,-14} {Summary.Of([.. library]).Median,9:0.0} ns {Summary.Of([.. reference]).Median,9:0.0} ns {ratio.MedianRatio,8:0.000}  {interval,-16} {Summary.Of([.. counted]).Median,10:0.000}  {library.Count} of {rounds} quiet");
}

(double Ns, double Counted, bool Disturbed) Pair(Mechanism mechanism)
{
    var plan = PingPongPlan.Default(mechanism, Placement.OnCpus(0, 0)) with
    {
        Repetitions = 1, ExtraRepetitions = 0, Batches = Batches, BatchRoundTrips = Operations, WarmUpRoundTrips = Operations,
    };
    var result = PingPongMeter.Measure(plan);
    return (result.RoundTripNs.Median, result.Evidence.CountedSwitches / (double)result.RoundTrips ?? double.NaN, result.Verdict == Verdict.Contaminated);
}

(double Ns, double Counted, bool Disturbed) Call()
{
    var plan = new CallPlan
    {
        Kind = CallKind.NullSyscall, Cpu = 0, Repetitions = 1, ExtraRepetitions = 0, Batches = Batches, BatchCalls = 20 * Operations, WarmUpCalls = Operations,
    };
    var result = CallMeter.Measure(plan);
    return (result.CallNs.Median, result.Evidence.CountedSwitches / (double)result.Calls ?? double.NaN, result.Verdict == Verdict.Contaminated);
}

double Reference(string program, string[] cpus)
{
    var operations = program == "null-syscall" ? 20 * Operations : Operations;
    var start = new ProcessStartInfo(Path.Combine(programs, program)) { RedirectStandardOutput = true };
    foreach (var argument in (string[])[.. cpus, operations.ToString(CultureInfo.InvariantCulture), Batches.ToString(CultureInfo.InvariantCulture)])
    {
        start.ArgumentList.Add(argument);
    }

    using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
    var words = process.StandardOutput.ReadToEnd().Split(' ');
    process.WaitForExit();
    if (process.ExitCode != 0 || Array.IndexOf(words, "median_ns") is var at && at < 0)
    {
        throw new InvalidOperationException($"{program} failed with {process.ExitCode}: {string.Join(' ', words)}");
    }

    return double.Parse(words[at + 1], CultureInfo.InvariantCulture);
}
