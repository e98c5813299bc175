using System.Globalization;
using System.Runtime.CompilerServices;
using LinuxThreads.Interop;
using LinuxThreads.Workers;

namespace LinuxThreads.Loops;

/// <summary>A fresh process that runs the shim's hand-overs and calls, one after the other.</summary>
/// <remarks>
/// Where its memory lies, and so which cache sets and TLB entries it shares with what, is drawn anew for each process: figures of several
/// processes are independent of each other, those of one are not.
/// </remarks>
internal sealed class LoopWorker : IDisposable
{
    // A last resort against a loop that never ends, so far beyond what the slowest takes: tens of microseconds each, more behind a long run queue.
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(5);

    private readonly WorkerProcess _process;

    private LoopWorker(WorkerProcess process) => _process = process;

    /// <summary>The process.</summary>
    public Pid Pid => _process.Pid;

    /// <summary>How long a process that runs so many operations may live.</summary>
    public static TimeSpan Patience(long operations) => Least + (Each * operations);

    /// <summary>Starts it.</summary>
    /// <param name="batches">The most batches of any run that is asked for later.</param>
    /// <param name="timeout">How long it may live.</param>
    /// <param name="cancellation">Ends the process whatever it does.</param>
    /// <exception cref="MeasurementAbortedException">The program is missing or could not be started.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public static LoopWorker Start(int batches, TimeSpan timeout, CancellationToken cancellation)
    {
        var head = Math.Max(Unsafe.SizeOf<ShimPairResult>(), Unsafe.SizeOf<ShimCallResult>());
        return new LoopWorker(WorkerProcess.Start(
            new WorkerOptions { Timeout = timeout, ResultBytes = head + ((long)batches * sizeof(long)) }, cancellation));
    }

    /// <summary>Runs one pair.</summary>
    /// <param name="plan">What lt_pair_run() takes.</param>
    /// <param name="target">What it is, for an error's message.</param>
    /// <param name="advice">What to do about a refusal.</param>
    /// <exception cref="SyscallException">The kernel refused something the plan needs.</exception>
    /// <exception cref="MeasurementAbortedException">The process is gone or did not answer in time.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public LoopRun<ShimPairResult> Run(in ShimPairPlan plan, string target, string advice)
    {
        var command = string.Create(
            CultureInfo.InvariantCulture,
            $"pair {plan.Mechanism} {plan.Flags} {plan.CpuA} {plan.CpuB} {plan.Policy} {plan.StackSize} {plan.Batches} {plan.BatchRoundTrips} {plan.WarmupRoundTrips} {Words(plan.Load, plan.Work)}");
        Shim.ThrowIfFailed(Ask(command, "paired"), "lt_pair_run", target, advice);
        return Results<ShimPairResult>(static result => result.BatchesDone);
    }

    /// <summary>Runs one loop of calls; otherwise like the other.</summary>
    /// <exception cref="SyscallException">The kernel refused something the plan needs.</exception>
    /// <exception cref="MeasurementAbortedException">The process is gone or did not answer in time.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public LoopRun<ShimCallResult> Run(in ShimCallPlan plan, string target, string advice)
    {
        var command = string.Create(
            CultureInfo.InvariantCulture,
            $"call {plan.Kind} {plan.Cpu} {plan.Policy} {plan.TimerSlackNs} {plan.TimeoutNs} {plan.StackSize} {plan.Batches} {plan.BatchCalls} {plan.WarmupCalls} {Words(plan.Load, plan.Work)}");
        Shim.ThrowIfFailed(Ask(command, "called"), "lt_call_run", target, advice);
        return Results<ShimCallResult>(static result => result.BatchesDone);
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static string Words(ShimLoad load, ShimWork work) =>
        string.Create(CultureInfo.InvariantCulture, $"{load.Runnable} {load.Bystanders} {work.Kind} {work.Amount}");

    private int Ask(string command, string answer)
    {
        var word = _process.Ask(command, answer, 1)[0];
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var errno)
            ? -errno
            : throw new MeasurementAbortedException($"asking the worker process to '{command}'", $"it answered '{answer} {word}'.");
    }

    private LoopRun<TResult> Results<TResult>(Func<TResult, ulong> batchesDone)
        where TResult : unmanaged
    {
        var result = new TResult[1];
        _process.CopyResults(0, result);
        var samples = new long[batchesDone(result[0])];
        _process.CopyResults(Unsafe.SizeOf<TResult>(), samples);
        return new LoopRun<TResult>(result[0], samples);
    }
}
