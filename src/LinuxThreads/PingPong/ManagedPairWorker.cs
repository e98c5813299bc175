using System.Globalization;
using System.Runtime.CompilerServices;
using LinuxThreads.Native;
using LinuxThreads.Workers;

namespace LinuxThreads.PingPong;

/// <summary>A fresh .NET process for one repetition of a managed mechanism.</summary>
internal sealed class ManagedPairWorker : IDisposable
{
    // The runtime replaces a method's first code, quickly made or made ahead, when it was called 30 times, but counts calls only after
    // 100 ms in which nothing new was compiled: a warm-up would be as long as that is put off. With no delay the same code is there after
    // some hundred round trips. Nothing else is changed: the code that is timed is what a program that runs for long has.
    private static readonly Dictionary<string, string> SettlesEarly = new() { ["DOTNET_TC_CallCountingDelayMs"] = "0" };

    // Far more than it takes; who waits that long has been stopped.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PatienceEach = TimeSpan.FromMicroseconds(200);

    private readonly WorkerProcess _process;
    private readonly ManagedOrder _order;

    private ManagedPairWorker(WorkerProcess process, ManagedOrder order)
    {
        _process = process;
        _order = order;
    }

    /// <summary>The process.</summary>
    public Pid Pid => _process.Pid;

    /// <summary>Starts it; nothing runs yet.</summary>
    /// <exception cref="MeasurementAbortedException">It could not be started, or ended at once.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public static ManagedPairWorker Start(WorkerCommand command, ManagedOrder order, CancellationToken cancellation)
    {
        var options = new WorkerOptions
        {
            Command = command with { Arguments = [.. command.Arguments, ManagedPairRole.Name] },
            Timeout = Patience + (PatienceEach * (order.WarmUp + ((double)order.Batches * order.RoundTrips))),
            ResultBytes = Unsafe.SizeOf<ManagedFigures>() + ((long)order.Batches * sizeof(long)),
            Environment = SettlesEarly,
        };
        return new ManagedPairWorker(WorkerProcess.Start(options, cancellation), order);
    }

    /// <summary>Runs the repetition.</summary>
    /// <exception cref="SyscallException">A side could not be put on its CPU, or the kernel refused a counter.</exception>
    /// <exception cref="MeasurementAbortedException">The process is gone or did not answer in time.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public ManagedRun Run()
    {
        var word = _process.Ask(_order.Line, "paired", 1)[0];
        var errno = int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new MeasurementAbortedException($"asking the worker process to '{_order.Line}'", $"it answered 'paired {word}'.");
        if (errno != 0)
        {
            throw new SyscallException("sched_setaffinity", new Errno(errno), _order.Line, CpuSet.Advice());
        }

        var figures = new ManagedFigures[1];
        _process.CopyResults(0, figures);
        var samples = new long[figures[0].BatchesDone];
        _process.CopyResults(Unsafe.SizeOf<ManagedFigures>(), samples);
        return new ManagedRun(figures[0], samples);
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();
}
