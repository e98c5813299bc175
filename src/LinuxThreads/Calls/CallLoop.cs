using System.ComponentModel;
using LinuxThreads.Interop;
using LinuxThreads.Loops;
using LinuxThreads.Native;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Calls;

/// <summary>A loop of one call, ready to be run in one worker process after another.</summary>
internal sealed class CallLoop
{
    private readonly ShimCallPlan _shimPlan;

    /// <summary>Prepares the loop.</summary>
    /// <exception cref="MeasurementAbortedException">The shim is missing.</exception>
    public CallLoop(CallPlan plan)
    {
        Shim.Require();
        Plan = plan;
        Cpu = plan.Cpu ?? CpuSet.OfCurrentThread().First();
        _shimPlan = ShimCallPlan.New() with
        {
            Kind = ShimKind(plan.Kind),
            Cpu = Cpu,
            Policy = plan.ShimPolicy,
            TimerSlackNs = (uint)(plan.TimerSlack?.Value ?? 0),
            TimeoutNs = plan.Kind == CallKind.TimedWait ? (ulong)plan.Timeout.Value : 0,
            Batches = (ulong)plan.Batches,
            BatchCalls = (ulong)plan.BatchCalls,
            WarmupCalls = (ulong)plan.WarmUpCalls,
            Load = plan.ShimLoad,
            Work = plan.Work.ToShim(),
        };
    }

    /// <summary>What is measured.</summary>
    public CallPlan Plan { get; }

    /// <summary>The CPU it runs on.</summary>
    public int Cpu { get; }

    /// <summary>One repetition, in this process.</summary>
    /// <exception cref="SyscallException">The kernel refused something the plan needs.</exception>
    /// <exception cref="MeasurementAbortedException">The process is gone.</exception>
    /// <exception cref="OperationCanceledException">The cancellation of the process was requested.</exception>
    public Repetition Run(LoopWorker worker)
    {
        var window = LoopWindow.Open(worker, [Cpu]);
        var run = worker.Run(_shimPlan, $"{Plan.Kind.JsonName()} on CPU {Cpu}", Plan.Advice(CpuSet.Advice()));
        var result = run.Result;
        var calls = (long)run.BatchesNs.Length * Plan.BatchCalls;
        var wall = new Nanoseconds(result.WallNs);
        var evidence = ThreadEvidence.Of(calls * Plan.Kind.NominalSwitches(), wall, result.Thread);
        return new Repetition(
            Batches.PerOperation(run.BatchesNs, run.BatchesNs.Length, Plan.BatchCalls),
            calls,
            evidence,
            Plan.Kind == CallKind.TimedWait && Plan.Runnable == 0
                ? window.CloseIdling()
                : window.CloseKeptBusy(wall, evidence.CpuTime + new Nanoseconds(result.LoadCpuNs)));
    }

    private static uint ShimKind(CallKind kind) => kind switch
    {
        CallKind.Empty => ShimConstants.CallEmpty,
        CallKind.Clock => ShimConstants.CallClock,
        CallKind.NullSyscall => ShimConstants.CallNull,
        CallKind.FutexWake => ShimConstants.CallFutexWake,
        CallKind.FutexWaitMismatch => ShimConstants.CallFutexWait,
        CallKind.LoneYield => ShimConstants.CallYield,
        CallKind.SelfPipe => ShimConstants.CallPipe,
        CallKind.FutexBoth => ShimConstants.CallFutexBoth,
        CallKind.TimedWait => ShimConstants.CallTimedWait,
        _ => throw new InvalidEnumArgumentException(nameof(kind), (int)kind, typeof(CallKind)),
    };
}
