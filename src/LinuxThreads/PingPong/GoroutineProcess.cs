using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace LinuxThreads.PingPong;

/// <summary>One life of the goroutine program: one repetition. Killed on disposal.</summary>
internal sealed class GoroutineProcess : IDisposable
{
    private const string Operation = "running the goroutine hand-over";
    private const string AnyCpu = "-1";

    // Far more than it takes; who waits that long has been stopped.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PatienceEach = TimeSpan.FromMicroseconds(200);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenSource _deadline;

    private GoroutineProcess(Process process, TimeSpan patience, CancellationToken cancellation)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        _cancellation = cancellation;
        _deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _deadline.CancelAfter(patience);
    }

    /// <summary>The process.</summary>
    public Pid Pid => new(_process.Id);

    /// <summary>Starts it and waits until it is on its CPU.</summary>
    /// <param name="program">The program.</param>
    /// <param name="plan">What it is to run.</param>
    /// <param name="cpu">The CPU of all its threads; null leaves them free.</param>
    /// <param name="processors">How many of its threads may run Go code at once.</param>
    /// <param name="cancellation">Ends it whatever it does.</param>
    /// <exception cref="MeasurementAbortedException">It could not be started, or ended at once.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public static GoroutineProcess Start(string program, PingPongPlan plan, int? cpu, int processors, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(
            program, [cpu?.ToString(CultureInfo.InvariantCulture) ?? AnyCpu, $"{plan.Batches}", $"{plan.BatchRoundTrips}", $"{plan.WarmUpRoundTrips}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Not what the caller has set for programs of its own, or a container's quota: as many as there are CPUs.
        start.Environment["GOMAXPROCS"] = processors.ToString(CultureInfo.InvariantCulture);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new MeasurementAbortedException(Operation, $"{program}: {exception.Message}.", exception);
        }

        var patience = Patience + (PatienceEach * (plan.WarmUpRoundTrips + ((double)plan.Batches * plan.BatchRoundTrips)));
        var started = new GoroutineProcess(process, patience, cancellation);
        var ready = false;
        try
        {
            var line = started.ReadLine();
            ready = line == "ready";
            return ready ? started : throw started.Strange(line);
        }
        finally
        {
            if (!ready)
            {
                started.Dispose();
            }
        }
    }

    /// <summary>Runs the repetition; the line it answers. It stays until disposal, so that the kernel can be asked for its time.</summary>
    /// <exception cref="MeasurementAbortedException">It is gone or did not answer in time.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public string Run()
    {
        try
        {
            _process.StandardInput.Write('\n');
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // Gone: the answer, which is none, says the same.
        }

        return ReadLine() ?? throw Strange(null);
    }

    /// <summary>What its answer was not.</summary>
    public MeasurementAbortedException Strange(string? answer)
    {
        var words = _errors.Wait(TimeSpan.FromSeconds(1)) ? _errors.Result.Trim() : "";
        return new MeasurementAbortedException(
            Operation,
            answer is not null ? $"the Go program answered '{answer}'."
            : _deadline.IsCancellationRequested ? "the Go program did not answer in time."
            : $"the Go program is gone. {(words.Length > 0 ? $"It said: {words}" : "")}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _deadline.Dispose();
    }

    private string? ReadLine()
    {
        try
        {
            return _process.StandardOutput.ReadLineAsync(_deadline.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!_cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
