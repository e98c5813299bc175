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
const int ShortOperations = 20 * Operations;
var programs = args.Length > 0 ? args[0] : "native/bin";

Console.WriteLine($"{"same CPU",-14} {"library",12} {"C program",12} {"ratio",8}  {"95 % interval",-16} {"counted/RT",10} {"in C",6}  rounds");
foreach (var mechanism in new[]
{
    Mechanism.Futex, Mechanism.Pipe, Mechanism.Eventfd, Mechanism.Socketpair, Mechanism.Condvar, Mechanism.Semaphore, Mechanism.Yield,
    Mechanism.Coroutine, Mechanism.Swapcontext,
})
{
    var name = mechanism.JsonName();
    var operations = mechanism.IsUserLevel() ? ShortOperations : Operations;
    Compare(name, () => Pair(mechanism, operations), mechanism == Mechanism.Yield ? "yield-pair" : $"{name}-pingpong", operations, mechanism.IsUserLevel(), "0", "0");
}

Compare("null-syscall", Call, "null-syscall", ShortOperations, userLevel: true, "0");

// A hand-over is compared per switch that the kernel counted, on both sides; what switches to nobody, per round trip or call.
void Compare(string name, Func<Measured> ours, string program, int operations, bool userLevel, params string[] cpus)
{
    var library = new List<Measured>();
    var reference = new List<Measured>();
    var rounds = 0;
    while (library.Count < Rounds && rounds < MostRounds)
    {
        rounds++;
        // Whoever comes first in a round must not always be the same one.
        var first = rounds % 2 == 0 ? Reference(program, operations, cpus) : null;
        var measured = ours();
        var theirs = first ?? Reference(program, operations, cpus);
        if (!measured.Disturbed)
        {
            library.Add(measured);
            reference.Add(theirs);
        }
    }

    if (library.Count < 6)
    {
        Console.WriteLine($"{name,-14} only {library.Count} of {rounds} rounds were quiet: too few to say anything");
        return;
    }

    double[] a = [.. library.Select(Cost)];
    double[] b = [.. reference.Select(Cost)];
    var ratio = RatioInterval.Of(a, b);
    var interval = $"{ratio.Interval!.Low:0.000}–{ratio.Interval.High:0.000}";
    Console.WriteLine(
        $"{name,-14} {Median(a),9:0.0} ns {Median(b),9:0.0} ns {ratio.MedianRatio,8:0.000}  {interval,-16} " +
        $"{Median(library.Select(static one => one.Counted)),10:0.000} {Median(reference.Select(static one => one.Counted)),6:0.000}  {library.Count} of {rounds} quiet");

    double Cost(Measured one) => userLevel ? one.Ns : one.Ns / one.Counted;
}

static double Median(IEnumerable<double> values) => Summary.Of([.. values]).Median;

Measured Pair(Mechanism mechanism, int operations)
{
    var plan = PingPongPlan.Default(mechanism, Placement.OnCpus(0, 0)) with
    {
        Repetitions = 1, ExtraRepetitions = 0, Batches = Batches, BatchRoundTrips = operations, WarmUpRoundTrips = operations,
    };
    var result = PingPongMeter.Measure(plan);
    return new Measured(
        result.RoundTripNs.Median, result.Evidence.CountedSwitches / (double)result.RoundTrips ?? double.NaN, result.Verdict == Verdict.Contaminated);
}

Measured Call()
{
    var plan = new CallPlan
    {
        Kind = CallKind.NullSyscall, Cpu = 0, Repetitions = 1, ExtraRepetitions = 0, Batches = Batches, BatchCalls = ShortOperations, WarmUpCalls = Operations,
    };
    var result = CallMeter.Measure(plan);
    return new Measured(result.CallNs.Median, result.Evidence.CountedSwitches / (double)result.Calls ?? double.NaN, result.Verdict == Verdict.Contaminated);
}

Measured Reference(string program, int operations, string[] cpus)
{
    var start = new ProcessStartInfo(Path.Combine(programs, program)) { RedirectStandardOutput = true };
    foreach (var argument in (string[])[.. cpus, operations.ToString(CultureInfo.InvariantCulture), Batches.ToString(CultureInfo.InvariantCulture)])
    {
        start.ArgumentList.Add(argument);
    }

    using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
    var words = process.StandardOutput.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    process.WaitForExit();
    double Word(string name) => Array.IndexOf(words, name) is >= 0 and var at && at + 1 < words.Length
        ? double.Parse(words[at + 1], CultureInfo.InvariantCulture)
        : throw new InvalidOperationException($"{program} failed with {process.ExitCode}: {string.Join(' ', words)}");

    var switches = new[] { "a_voluntary", "a_involuntary", "b_voluntary", "b_involuntary" }.Sum(Word);
    return process.ExitCode == 0
        ? new Measured(Word("median_ns"), switches / ((double)operations * Batches), Disturbed: false)
        : throw new InvalidOperationException($"{program} failed with {process.ExitCode}");
}

/// <summary>One measurement: nanoseconds per round trip or call, switches counted in each, and whether other tasks disturbed it.</summary>
internal sealed record Measured(double Ns, double Counted, bool Disturbed);
