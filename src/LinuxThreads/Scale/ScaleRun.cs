using LinuxThreads.Headroom;
using LinuxThreads.Interop;
using LinuxThreads.Memory;
using LinuxThreads.Native;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;
using LinuxThreads.Workers;

namespace LinuxThreads.Scale;

/// <summary>One run with many threads, from the start of the child to its end.</summary>
internal sealed class ScaleRun
{
    // Some 70 MiB of threads pass between two looks at the memory floor.
    private const int Stride = 2_048;
    private const int LeastSample = 512;
    private const int SampleShare = 20;
    private const int LargestSample = 2_000;
    private const int LeastFloorShare = 20;
    private static readonly ByteSize LeastFloor = new(512L << 20);
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly ScalePlan _plan;
    private readonly ThreadCost _cost;
    private readonly RaisedLimits? _limits;
    private readonly IProgress<ScaleProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<Unavailable> _unavailable = [];
    private readonly List<ScaleHandOver> _handOvers = [];
    private readonly ProcBuffer _buffer = new();
    private ScalePhase _phase;
    private long _of;
    private ScaleResult _result;

    public ScaleRun(ScalePlan plan, ThreadCost cost, RaisedLimits? limits, IProgress<ScaleProgress>? progress, CancellationToken cancellation)
    {
        _plan = plan;
        _cost = cost;
        _limits = limits;
        _progress = progress;
        _cancellation = cancellation;
        _result = new ScaleResult { Plan = plan, EndedBy = ScaleEnd.Done };
    }

    private ByteSize Floor => _plan.MemoryFloor ?? Largest(LeastFloor, new ByteSize(Meminfo.Read(ProcRoot.System).MemTotal.Bytes / LeastFloorShare));

    /// <summary>Runs, ends the child, and looks whether anything is left of it.</summary>
    /// <exception cref="SyscallException">The C library refuses such a stack.</exception>
    /// <exception cref="MeasurementAbortedException">The worker is missing, could not be started, or answered something strange.</exception>
    public ScaleResult Measure()
    {
        Enter(ScalePhase.Limits, 0);
        var mostLaps = Math.Max(Math.Max(_plan.ParkingLaps, _plan.RandomLaps), 1);
        var worker = RingWorker.Start(_plan.Timeout, _plan.EffectiveStackSize, _plan.Carved, mostLaps, Every, Tick);
        var pid = worker.Process.Pid;
        Nanoseconds ending;
        try
        {
            _limits?.RestoreAfter(pid);
            _plan.Prepare?.Invoke(pid);
            Steps(worker);
            _result = _result with { ThreadsCreated = worker.Created };
        }
        finally
        {
            Enter(ScalePhase.Ending, 0);
            var began = Clocks.ReadMonotonic();
            worker.Dispose();
            ending = Clocks.ReadMonotonic() - began;
        }

        return _result with
        {
            HandOvers = _handOvers,
            Unavailable = _unavailable,
            Ending = ending,
            LeftBehind = ProcRoot.System.Exists($"proc/{pid}") ? [$"Process {pid}, which had the threads, is still there."] : [],
        };
    }

    // Each step says whether the next one makes sense.
    private void Steps(RingWorker worker)
    {
        var reader = new LedgerReader(ProcRoot.System, worker.Process.Pid);
        var before = ReadLedger(reader, 0);
        if (!TryCreate(worker, reader, before))
        {
            return;
        }

        var after = ReadLedger(reader, checked((int)worker.Created));
        if (worker.Created > 0)
        {
            _result = _result with { Ledger = new ScaleLedger(before, after) };
        }

        NoteFutexHash(worker);
        if (!IsStopped() && TryHandOver(worker))
        {
            Join(worker);
        }
    }

    private LedgerReading ReadLedger(LedgerReader reader, int threads)
    {
        Enter(ScalePhase.Ledger, 0);
        return reader.Read(threads, stackRss: null);
    }

    // A first part of the threads tells whether there is memory for all of them. They stay, since threads that ended would
    // leave slabs behind, which the others would then not seem to take.
    private bool TryCreate(RingWorker worker, LedgerReader reader, LedgerReading before)
    {
        var floor = Floor;
        var sample = Math.Min(_plan.Threads / SampleShare, LargestSample);
        if (sample >= LeastSample && _plan.Predict)
        {
            if (!TryGrow(worker, sample, floor))
            {
                return false;
            }

            if (_result.EndedBy != ScaleEnd.Done)
            {
                return true;
            }

            var reading = ReadLedger(reader, sample);
            if (new ScaleLedger(before, reading).TotalBytes is { } each && !HasMemory(worker, each, floor))
            {
                return false;
            }
        }

        return TryGrow(worker, _plan.Threads, floor);
    }

    private bool HasMemory(RingWorker worker, double each, ByteSize floor)
    {
        var left = _plan.Threads - worker.Created;
        var inspection = LimitInspector.Inspect(ProcRoot.System, worker.Process.Pid, _cost with { MemoryBytes = each });
        var inTheWay = inspection.InTheWayOf(left);
        var available = Meminfo.Read(ProcRoot.System).MemAvailable;
        var needed = new ByteSize((long)(each * left));
        if (inTheWay.Count == 0 && (available is null || available.Value - needed >= floor))
        {
            return true;
        }

        _result = _result with
        {
            EndedBy = ScaleEnd.Predicted,
            InTheWay = inTheWay,
            Why = inTheWay.Count > 0
                ? string.Join(" ", inTheWay.Select(check => $"{check} leaves room for {check.ThreadsUntilHit:#,0} more threads. {check.HowToRaise}"))
                : $"The other {left:#,0} threads need {needed}, at {each:0} B each, as the first {worker.Created:#,0} show; {available} are available, and {floor} of them are to stay so (--floor, MemoryFloor).",
        };
        return false;
    }

    private bool TryGrow(RingWorker worker, int threads, ByteSize floor)
    {
        Enter(ScalePhase.Creating, _plan.Threads);
        if (IsStopped())
        {
            return false;
        }

        if (worker.TryBuild(threads, floor, Stride) is not { } growth)
        {
            Died(worker);
            return false;
        }

        _result = _result with { Creating = (_result.Creating ?? default) + growth.Creating, ThreadsCreated = growth.Count };
        switch (growth.End)
        {
            case GrowthEnd.Max:
                return true;
            case GrowthEnd.Refused:
                var explained = LimitInspector.Inspect(ProcRoot.System, worker.Process.Pid, _cost).Explain(growth.Errno);
                _result = _result with { EndedBy = ScaleEnd.Refused, Errno = growth.Errno, InTheWay = explained.Exhausted, Why = explained.Sentence };
                break;
            case GrowthEnd.Floor:
                _result = _result with
                {
                    EndedBy = ScaleEnd.Floor,
                    Why = $"Less than {floor} of memory was available on the machine. Lower --floor (MemoryFloor), or free memory.",
                };
                break;
            default:
                _result = _result with { EndedBy = ScaleEnd.Stopped };
                break;
        }

        // What was reached is still weighed.
        return growth.Count > 0 && growth.End != GrowthEnd.Stopped;
    }

    private void NoteFutexHash(RingWorker worker)
    {
        var (buckets, errno) = worker.ReadFutexHash();
        _result = _result with { FutexHashBuckets = buckets };
        if (errno is { } refused)
        {
            _unavailable.Add(new Unavailable(
                "futex_hash_buckets", $"The kernel answered {refused} to PR_FUTEX_HASH: it has no futex hash per process.", "Linux 6.16 has one, with CONFIG_FUTEX_PRIVATE_HASH."));
        }
    }

    private bool TryHandOver(RingWorker worker)
    {
        if (_plan.ParkingLaps == 0 || worker.Created < 2)
        {
            return true;
        }

        var cpu = _plan.Cpu ?? CpuSet.OfCurrentThread().First();
        Enter(ScalePhase.Settling, 0);
        if (worker.Pin(cpu) is { } refused)
        {
            throw new SyscallException("sched_setaffinity", refused, $"{worker.Created} threads of process {worker.Process.Pid}, CPU {cpu}", CpuSet.Advice());
        }

        _result = _result with { Cpu = cpu };

        // A lap by itself, so that the window of the timed ones begins with them.
        return Pass(worker, 1, PassOrder.Parking) is { } settled
            && TryOrder(worker, HandOverOrder.Parking, _plan.ParkingLaps, cpu, settled.Settle + settled.Wall)
            && (worker.Created > _plan.RandomOrderUpTo || _plan.RandomLaps == 0 || TryOrder(worker, HandOverOrder.Random, _plan.RandomLaps, cpu, default));
    }

    private bool TryOrder(RingWorker worker, HandOverOrder order, int laps, int cpu, Nanoseconds settle)
    {
        Enter(order == HandOverOrder.Parking ? ScalePhase.Parking : ScalePhase.Random, laps);
        var probe = OccupancyProbe.Start([cpu]);
        if (Pass(worker, laps, order == HandOverOrder.Parking ? PassOrder.Parking : PassOrder.Random) is not { } pass)
        {
            return false;
        }

        if (pass.LapsNs.Count > 0)
        {
            var evidence = new Evidence
            {
                NominalSwitches = pass.HandOvers,
                CountedSwitches = pass.Voluntary + pass.Involuntary,
                Voluntary = pass.Voluntary,
                Involuntary = pass.Involuntary,
                Migrations = null,
                RunDelay = null,
                CpuTime = pass.CpuTime,
                WallTime = pass.Wall,
                CpusSeen = [],
            };
            _handOvers.Add(new ScaleHandOver(
                order, checked((int)worker.Created), pass.LapsNs, settle + pass.Settle, evidence, probe.EndOfKeptBusy(pass.Wall, pass.CpuTime)));
        }

        return !IsStopped();
    }

    // Null if it died, or was stopped before its first lap.
    private Pass? Pass(RingWorker worker, int laps, PassOrder order)
    {
        if (worker.TryPass(laps, 0, order, _plan.Seed) is not { } pass)
        {
            Died(worker);
            return null;
        }

        if (pass.Errno is { } errno)
        {
            throw new SyscallException("lt_park_pass", errno, $"{worker.Created} threads of process {worker.Process.Pid}");
        }

        return IsStopped() && pass.LapsNs.Count == 0 ? null : pass;
    }

    private void Join(RingWorker worker)
    {
        Enter(ScalePhase.Joining, worker.Created);
        if (worker.TryJoin() is not { } took)
        {
            Died(worker);
            return;
        }

        _result = _result with { Joining = took };
    }

    private bool IsStopped()
    {
        if (_cancellation.IsCancellationRequested && _result.EndedBy == ScaleEnd.Done)
        {
            _result = _result with { EndedBy = ScaleEnd.Stopped };
        }

        return _cancellation.IsCancellationRequested;
    }

    private void Died(RingWorker worker)
    {
        var overdue = worker.Process.IsOverdue;
        var signal = overdue ? null : worker.Process.WaitForDeath();
        _result = _result with
        {
            EndedBy = _cancellation.IsCancellationRequested ? ScaleEnd.Stopped : ScaleEnd.Died,
            Why = overdue ? $"It was not done within {_plan.Timeout.TotalSeconds:0} s (Timeout)."
                : signal is { } number ? $"Signal {number} ended the process with the threads."
                : $"The process with the threads ended by itself. {worker.Process.LastWords}",
        };
    }

    private void Enter(ScalePhase phase, long of)
    {
        _phase = phase;
        _of = of;
        _progress?.Report(new ScaleProgress(phase, 0, of));
    }

    // While an answer is awaited. The wish to stop is repeated, since a command that has just begun clears it.
    private void Tick(RingWorker worker)
    {
        if (_phase == ScalePhase.Ending)
        {
            _progress?.Report(new ScaleProgress(_phase, 0, 0));
            return;
        }

        if (_cancellation.IsCancellationRequested)
        {
            worker.Process.RequestStop();
        }

        _limits?.KeepAlive();
        _progress?.Report(new ScaleProgress(_phase, Done(worker), _of));
    }

    private long Done(RingWorker worker) => _phase switch
    {
        ScalePhase.Creating => worker.Created,
        ScalePhase.Parking or ScalePhase.Random => worker.ReadLapsDone((int)_of),
        ScalePhase.Joining when PidStatus.TryRead(ProcRoot.System, worker.Process.Pid, out var status, _buffer) => Math.Max(0, _of + 1 - status.Threads),
        _ => 0,
    };

    private static ByteSize Largest(ByteSize left, ByteSize right) => left > right ? left : right;
}
