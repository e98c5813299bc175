using LinuxThreads.Interop;
using LinuxThreads.Memory;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;
using LinuxThreads.Workers;

namespace LinuxThreads.Footprint;

/// <summary>Measures what one more parked thread, or whatever a program parks instead of one, takes: a slope over growing numbers of them.</summary>
public static class FootprintMeter
{
    private const int WarmUp = 16;
    private const int ThrownAwayReadings = 2;
    private const int LeastSoakStep = 64;
    private const int LargestSoakStep = 512;
    private const int SoakSteps = 16;

    // task_struct and what comes with it; slabs in use only in part leave some of a step's objects uncounted.
    private const double ShareOfATask = 0.9;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>Why a kind can't be measured here, or <see langword="null"/> if it can.</summary>
    public static string? WhyUnavailable(FootprintKind kind) => kind.IsManaged() ? null : Shim.WhyUnavailable;

    /// <summary>Parks units in a fresh child process, reads memory at each number of them, and ends the child.</summary>
    /// <remarks>
    /// Source: see <see cref="LedgerReading"/>. A slope leaves out whatever does not grow with the units; the total divided by their number would not.
    /// Excludes: what parks them takes some itself: 64 bytes for a native thread, 40 for a user-level context, 8 for an async method, in user memory.
    /// </remarks>
    /// <exception cref="ArgumentException">The plan asks for a stack where there is none, touches more than the stack, or names no program for a managed kind.</exception>
    /// <exception cref="MeasurementAbortedException">The worker program is missing or died, the limits leave no room for so many, or the kernel does not show the child.</exception>
    /// <exception cref="SyscallException">One could not be parked.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public static FootprintResult Measure(FootprintPlan plan, CancellationToken cancellation = default)
    {
        Require(plan);
        var attempt = 1;
        var result = Measure(plan, attempt, cancellation);
        while (result.Verdict == Verdict.Contaminated && attempt < plan.MostAttempts)
        {
            result = Measure(plan, ++attempt, cancellation);
        }

        return result;
    }

    private static FootprintResult Measure(FootprintPlan plan, int attempt, CancellationToken cancellation)
    {
        var root = ProcRoot.System;
        using var started = new Started(plan, root, cancellation);
        var (units, cgroup) = (started.Units, started.Cgroup);
        var reader = new LedgerReader(root, units.Pid);
        LedgerReading Read(int counted) => reader.Read(counted, units.ReadResident(), cgroup?.Read());

        // The first units and readings compile, map and touch what the later ones need.
        var shrunk = plan.Kind.IsThread() ? SlabShrinker.Shrink(root) : 0;
        units.Grow(Math.Min(WarmUp, plan.ThreadCounts[0]));
        for (var i = 0; i < ThrownAwayReadings; i++)
        {
            Read(0);
        }

        var ballast = plan.Kind.IsThread() ? Soak(plan, root, units, Read, shrunk, cancellation) : null;

        // What is no thread has no ballast to tell from what one takes: then the first counted ones do.
        var weighed = ballast is null ? Read(Math.Min(WarmUp, plan.ThreadCounts[0])) : null;
        var readings = new List<LedgerReading>(plan.ThreadCounts.Count);
        foreach (var count in plan.ThreadCounts)
        {
            cancellation.ThrowIfCancellationRequested();
            units.Grow(count + (ballast?.Threads ?? 0));
            var reading = Read(count);
            readings.Add(reading);
            if (weighed is not null && count > weighed.Units)
            {
                RequireRoom(plan, FootprintRoom.Read(root, units.Pid, plan.Kind, weighed, reading), plan.ThreadCounts[^1] - count);
                weighed = null;
            }
        }

        return new FootprintResult(plan, readings, ballast, Missing(reader, cgroup, started.WhyNoCgroup), attempt);
    }

    private static void Require(FootprintPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!plan.Kind.HasStack() && (plan.StackSize is not null || plan.TouchBytes != ByteSize.Zero))
        {
            throw new ArgumentException($"Kind {plan.Kind.JsonName()} has no stack: leave out StackSize and TouchBytes.", nameof(plan));
        }

        if (plan.StackSize is { } stack && plan.TouchBytes >= stack)
        {
            throw new ArgumentException($"A stack of {stack} has no {plan.TouchBytes} to touch.", nameof(plan));
        }

        if (plan.Kind.IsManaged() && plan.Command is null)
        {
            throw new ArgumentException($"Kind {plan.Kind.JsonName()} needs a .NET program that calls WorkerHost.Run: name it in Command.", nameof(plan));
        }
    }

    // Parks threads in steps until each step grows the slabs by the same: then what ended threads had left there is used up.
    private static FootprintBallast Soak(
        FootprintPlan plan, ProcRoot root, IParkedUnits units, Func<int, LedgerReading> read, int shrunk, CancellationToken cancellation)
    {
        var step = Math.Clamp(plan.ThreadCounts[^1] / SoakSteps, LeastSoakStep, LargestSoakStep);
        var steps = SoakSteps;
        var warm = Math.Min(WarmUp, plan.ThreadCounts[0]);
        var parked = warm;
        var before = read(parked);
        var soak = new SlabSoak(before.SlabCaches?.FirstOrDefault(cache => cache.Name == "task_struct")?.ObjectSize.Bytes * ShareOfATask ?? SlabSoak.LeastTaskStruct);
        for (var i = 0; i < steps && !soak.IsSteady; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            units.Grow(parked += step);
            var after = read(parked);
            if (after.Slab - before.Slab is not { } growth)
            {
                // Nothing tells when it is enough, and the kernel slab is unknown anyway.
                return new FootprintBallast(parked, null, null, shrunk);
            }

            soak.Add(step, growth);
            if (i == 0)
            {
                var room = FootprintRoom.Read(root, units.Pid, plan.Kind, before, after);
                RequireRoom(plan, room, (long)plan.ThreadCounts[^1] + step);
                steps = (int)Math.Min(SoakSteps, 1 + ((room.Units - plan.ThreadCounts[^1]) / step));
            }

            before = after;
        }

        return soak.Result(warm, shrunk);
    }

    private static void RequireRoom(FootprintPlan plan, (long Units, Headroom.LimitCheck? Limit) room, long wanted)
    {
        if (room.Units < wanted)
        {
            throw new MeasurementAbortedException(
                $"parking {plan.ThreadCounts[^1]:#,0} of kind {plan.Kind.JsonName()}",
                $"{room.Limit} stops them after {room.Units:#,0} more. {room.Limit?.HowToRaise} Or ask for fewer.");
        }
    }

    private static List<Unavailable> Missing(LedgerReader reader, ChildCgroup? cgroup, string? whyNoCgroup)
    {
        var missing = new List<Unavailable>();
        if (reader.WhyNoSlabCaches is { } slab)
        {
            missing.Add(new Unavailable("slab_caches", slab, "Run as root."));
        }

        if (reader.WhyNotFolded is { } errno)
        {
            missing.Add(new Unavailable(
                "stat_refresh", $"Writing /proc/sys/vm/stat_refresh gave {errno}: of the machine's counters a part per CPU, up to 125 pages, may be missing for a second.", "Run as root."));
        }

        if (cgroup is null)
        {
            missing.Add(new Unavailable("cgroup", whyNoCgroup ?? "unknown", "Run as root, or in a cgroup that is delegated to you with the memory controller."));
        }

        return missing;
    }

    /// <summary>The child, and its cgroup, which goes after it; also if this process is killed.</summary>
    private sealed class Started : IDisposable
    {
        private DirectoryGuard? _guard;

        public Started(FootprintPlan plan, ProcRoot root, CancellationToken cancellation)
        {
            Units = plan.Kind == FootprintKind.UserStack
                ? new ParkedContexts(plan, Lifetime, cancellation)
                : new ParkedThreads(plan, Lifetime, cancellation);
            try
            {
                MakeCgroup(root);
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public IParkedUnits Units { get; }

        public ChildCgroup? Cgroup { get; private set; }

        public string? WhyNoCgroup { get; private set; }

        public void Dispose()
        {
            Units.Dispose();
            Cgroup?.Dispose();
            _guard?.Dispose();
        }

        // There is none without somebody who removes it.
        private void MakeCgroup(ProcRoot root)
        {
            try
            {
                _guard = new DirectoryGuard();
            }
            catch (MeasurementAbortedException exception)
            {
                WhyNoCgroup = exception.Message;
                return;
            }

            Cgroup = ChildCgroup.TryMake(root, Units.Pid, out var why);
            WhyNoCgroup = why;
            if (Cgroup is null)
            {
                _guard.Dispose();
                _guard = null;
            }
            else
            {
                _guard.RemoveAfter(Units.Pid, root.Resolve(Cgroup.Path));
            }
        }
    }
}
