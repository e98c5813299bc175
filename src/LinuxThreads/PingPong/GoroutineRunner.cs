using LinuxThreads.Interop;
using LinuxThreads.Verdicts;

namespace LinuxThreads.PingPong;

/// <summary>Two fresh goroutines in a fresh process a repetition.</summary>
internal sealed class GoroutineRunner : IPairRunner
{
    private readonly PingPongPlan _plan;
    private readonly int? _cpu;
    private readonly IReadOnlyList<int> _used;
    private readonly GoroutineProgram _program;

    public GoroutineRunner(PingPongPlan plan, int[] cpus, IReadOnlyList<int> allowed)
    {
        _plan = plan;
        _cpu = cpus.Length == 0 ? null : cpus[0];
        _used = _cpu is { } cpu ? [cpu] : allowed;
        _program = GoroutineProgram.Prepare();
        Caveats =
        [
            new Caveat(
                CaveatKind.WholeProcessCounters,
                "Goroutines have no threads of their own: the counters are those of the whole Go process, its background threads included."),
            .. cpus.Length == 0
                ? [new Caveat(CaveatKind.Unpinned, "The runtime's threads were free to move; where they ran may differ from run to run.")]
                : Array.Empty<Caveat>(),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Caveat> Caveats { get; }

    /// <summary>Why goroutines can't be so placed, or <see langword="null"/> if they can.</summary>
    public static string? Contradiction(ReadOnlySpan<int> cpus) => cpus is [var a, var b] && a != b
        ? "goroutines cannot be placed: the Go runtime decides which of its threads runs which, so one side on each of two CPUs cannot be had; use same-cpu or unpinned."
        : null;

    /// <inheritdoc/>
    public Repetition Repeat(CancellationToken cancellation)
    {
        using var process = GoroutineProcess.Start(_program.Path, _plan, _cpu, _used.Count, cancellation);
        var accounted = AccountedClock.ReadProcess(process.Pid);
        var probe = OccupancyProbe.Start(_used);
        var line = process.Run();
        var run = GoroutineRun.Parse(line, _used.Count, _plan.Batches) ?? throw process.Strange(line);
        var occupancy = _used.Count == 1 ? probe.EndOfKeptBusy(run.Wall, run.CpuTime) : probe.EndOfIdling();
        var roundTrips = (long)_plan.Batches * _plan.BatchRoundTrips;
        return new Repetition(
            Batches.PerOperation(run.BatchesNs, run.BatchesNs.Length, _plan.BatchRoundTrips),
            roundTrips,
            new Evidence
            {
                NominalSwitches = roundTrips * _plan.Mechanism.NominalSwitchesPerRoundTrip(),
                CountedSwitches = run.Voluntary + run.Involuntary,
                Voluntary = run.Voluntary,
                Involuntary = run.Involuntary,
                Migrations = run.Migrations,
                RunDelay = null,
                CpuTime = run.CpuTime,
                WallTime = run.Wall,
                CpusSeen = [],
            },
            occupancy with { OwnAccountedTime = occupancy.OwnAccountedTime + (AccountedClock.ReadProcess(process.Pid) - accounted) });
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();
}
