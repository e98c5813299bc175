using System.ComponentModel;
using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace LinuxThreads.Workers;

/// <summary>A child process that measures on command; killed on disposal, and gone by itself if this process is.</summary>
/// <remarks>
/// It ends when its standard input does, which the kernel closes whatever ends this process. What it counts and its results are in
/// memory shared with this process, so that they are there after the OOM killer.
/// </remarks>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationToken _cancellation;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _memory;
    private readonly Task<string> _errors;

    private WorkerProcess(Process process, CancellationTokenSource deadline, Task<string> errors, MemoryMappedFile file, CancellationToken cancellation)
    {
        _process = process;
        _deadline = deadline;
        _cancellation = cancellation;
        _errors = errors;
        _file = file;
        _memory = file.CreateViewAccessor();
    }

    /// <summary>The process.</summary>
    public Pid Pid => new(_process.Id);

    /// <summary>Threads it has created on command; known also when it is dead.</summary>
    public long Created => _memory.ReadInt64(WorkerPage.CreatedAt);

    /// <summary>True if the time allowed is over.</summary>
    public bool IsOverdue => _deadline.IsCancellationRequested;

    /// <summary>What the child, which has ended, wrote to its standard error; empty if nothing.</summary>
    public string LastWords => _errors.Wait(Grace) ? _errors.Result.Trim() : "";

    /// <summary>Starts the child and waits until it is ready.</summary>
    /// <exception cref="MeasurementAbortedException">It is missing, could not be started, or ended at once.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static WorkerProcess Start(WorkerOptions options, CancellationToken cancellation)
    {
        using var file = options.Command is null ? FindProgram() : null;
        var program = options.Command ?? new WorkerCommand(file!.Path, []);

        // The child's own alarm is the last resort, for a parent that is stopped.
        var seconds = (long)Math.Ceiling((options.Timeout + Grace).TotalSeconds);
        var start = new ProcessStartInfo(program.FileName, [.. program.Arguments, $"{seconds}", $"{options.ResultBytes}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new MeasurementAbortedException("starting the worker process", $"{program.FileName}: {exception.Message}.", exception);
        }

        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(options.Timeout);
        WorkerProcess? started = null;
        try
        {
            var descriptor = Descriptor(ReadLine(process, deadline.Token, cancellation), errors);
            var shared = MemoryMappedFile.CreateFromFile($"/proc/{process.Id}/fd/{descriptor}", FileMode.Open, null, 0, MemoryMappedFileAccess.ReadWrite);
            return started = new WorkerProcess(process, deadline, errors, shared, cancellation);
        }
        finally
        {
            if (started is null)
            {
                End(process, errors);
                deadline.Dispose();
            }
        }
    }

    /// <summary>Sends a command and waits for its answer's words; <see langword="null"/> if the child died or the time ran out.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public string[]? TryAsk(string command)
    {
        Send(command);
        return ReadLine(_process, _deadline.Token, _cancellation)?.Split(' ');
    }

    /// <summary>Like <see cref="TryAsk(string)"/>, for a command that takes long: does something every so often until the answer is there.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public string[]? TryAsk(string command, TimeSpan every, Action meanwhile)
    {
        Send(command);
        var answer = Task.Run(() => ReadLine(_process, _deadline.Token, _cancellation));
        while (Task.WaitAny([answer], every) < 0)
        {
            meanwhile();
        }

        return answer.GetAwaiter().GetResult()?.Split(' ');
    }

    /// <summary>Sends a command and waits for its answer, which begins with a word: the words after it, as many as expected.</summary>
    /// <exception cref="MeasurementAbortedException">The child is gone, did not answer in time, or answered something else.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ReadOnlySpan<string> Ask(string command, string answer, int words)
    {
        var told = TryAsk(command);
        return told is not null && told.Length == words + 1 && told[0] == answer
            ? told.AsSpan(1)
            : throw new MeasurementAbortedException(
                $"asking the worker process to '{command}'",
                told is not null ? $"it answered '{string.Join(' ', told)}'."
                : IsOverdue ? "it did not answer in time."
                : $"it is gone. {Quote(LastWords)}");
    }

    /// <summary>Has a running command end early, at the next place where it looks.</summary>
    public void RequestStop() => _memory.Write(WorkerPage.StopAt, 1);

    /// <summary>Copies results out of the shared memory.</summary>
    /// <param name="offset">Bytes from the first result.</param>
    /// <param name="results">As many as are wanted.</param>
    public void CopyResults<T>(long offset, T[] results)
        where T : unmanaged
    {
        var copied = _memory.ReadArray(WorkerPage.ResultsAt + offset, results, 0, results.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(copied, results.Length, nameof(results));
    }

    /// <summary>Waits for the death that was noticed; the signal it was by, or <see langword="null"/> if it ended by itself.</summary>
    public int? WaitForDeath()
    {
        const int SignalBase = 128;
        _process.WaitForExit();
        return _process.ExitCode > SignalBase ? _process.ExitCode - SignalBase : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End(_process, _errors);
        _memory.Dispose();
        _file.Dispose();
        _deadline.Dispose();
    }

    internal static WorkerFile FindProgram() => WorkerFile.Find() ?? throw new MeasurementAbortedException(
        "starting the worker process", "linuxthreads-worker was not found beside the program; './build.sh' builds it, and the NuGet package brings it for the platforms it lists.");

    private void Send(string command)
    {
        try
        {
            _process.StandardInput.Write(command + '\n');
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // Gone: the answer, which is none, says the same.
        }
    }

    // A process that is killed takes its threads with it; nothing else of it is left but its entry, which is reaped here.
    private static void End(Process process, Task<string> errors)
    {
        process.Kill();
        process.WaitForExit();
        errors.Wait(Grace);
        ProcessPipes.Close(process);
    }

    // Null if the child is gone or its time is over.
    private static string? ReadLine(Process process, CancellationToken deadline, CancellationToken cancellation)
    {
        try
        {
            return process.StandardOutput.ReadLineAsync(deadline).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static int Descriptor(string? line, Task<string> errors) =>
        line?.Split(' ') is ["ready", var text] && int.TryParse(text, out var descriptor)
            ? descriptor
            : throw new MeasurementAbortedException(
                "starting the worker process", line is null ? $"it ended without a word on standard output. {Quote(errors.Wait(Grace) ? errors.Result.Trim() : "")}" : $"it answered '{line}'.");

    private static string Quote(string words) => words.Length > 0 ? $"It said: {words}" : "";
}
