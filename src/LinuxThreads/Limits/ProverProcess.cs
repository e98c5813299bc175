using System.ComponentModel;
using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using LinuxThreads.Headroom;

namespace LinuxThreads.Limits;

/// <summary>A child process that makes threads on command; killed on disposal, and gone by itself if this process is.</summary>
/// <remarks>
/// It ends when its standard input does, which the kernel closes whatever ends this process. It counts its threads in memory
/// shared with this process, so that the count is there after the OOM killer.
/// </remarks>
internal sealed class ProverProcess : IThreadGrower
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationToken _cancellation;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _page;
    private readonly Task<string> _errors;

    private ProverProcess(
        Process process, ThreadKind kind, CancellationTokenSource deadline, Task<string> errors, MemoryMappedFile file, CancellationToken cancellation)
    {
        _process = process;
        _deadline = deadline;
        _cancellation = cancellation;
        _errors = errors;
        _file = file;
        _page = file.CreateViewAccessor(0, sizeof(long), MemoryMappedFileAccess.Read);
        Kind = kind;
    }

    public Pid Pid => new(_process.Id);

    public ThreadKind Kind { get; }

    public long Created => _page.ReadInt64(0);

    /// <summary>Starts the child and waits until it is ready.</summary>
    /// <exception cref="MeasurementAbortedException">It is missing, could not be started, or ended at once.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static ProverProcess Start(ThreadKind kind, ByteSize? stackSize, ProverCommand? command, TimeSpan timeout, CancellationToken cancellation)
    {
        using var file = command is null ? FindProgram(kind) : null;
        var program = command ?? new ProverCommand(file!.Path, []);

        // The child's own alarm is the last resort, for a parent that is stopped.
        var seconds = (long)Math.Ceiling((timeout + Grace).TotalSeconds);
        var start = new ProcessStartInfo(program.FileName, [.. program.Arguments, $"{stackSize?.Bytes ?? 0}", $"{seconds}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new MeasurementAbortedException("starting the process that makes threads", $"{program.FileName}: {exception.Message}.", exception);
        }

        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        ProverProcess? started = null;
        try
        {
            var descriptor = Descriptor(ReadLine(process, deadline.Token, cancellation), errors);
            var shared = MemoryMappedFile.CreateFromFile($"/proc/{process.Id}/fd/{descriptor}", FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            return started = new ProverProcess(process, kind, deadline, errors, shared, cancellation);
        }
        finally
        {
            if (started is null)
            {
                End(process);
                deadline.Dispose();
            }
        }
    }

    public Errno? Grow(int more)
    {
        Send($"grow {more}");
        return Answer() is ["grown", _, var errno] && int.TryParse(errno, out var number)
            ? number == 0 ? null : new Errno(number)
            : throw Broken("making threads");
    }

    /// <summary>Makes threads until something stops it; <see langword="null"/> if the process died or the time ran out.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public (ProveEnd End, Errno? Errno)? Prove(long max, ByteSize floor)
    {
        Send($"prove {max} {floor.Bytes}");
        return Answer() switch
        {
            null => null,
            ["ended", _, "max", _] => (ProveEnd.Max, null),
            ["ended", _, "floor", _] => (ProveEnd.Floor, null),
            ["ended", _, "errno", var errno] when int.TryParse(errno, out var number) => (ProveEnd.Errno, new Errno(number)),
            _ => throw Broken("proving"),
        };
    }

    /// <summary>True if the time allowed is over.</summary>
    public bool IsOverdue => _deadline.IsCancellationRequested;

    /// <summary>Waits for the death that was noticed; the signal it was by, or <see langword="null"/> if it ended by itself.</summary>
    public int? WaitForDeath()
    {
        const int SignalBase = 128;
        _process.WaitForExit();
        return _process.ExitCode > SignalBase ? _process.ExitCode - SignalBase : null;
    }

    /// <summary>What the child, which has ended, wrote to its standard error; empty if nothing.</summary>
    public string LastWords => _errors.Wait(Grace) ? _errors.Result.Trim() : "";

    public void Dispose()
    {
        End(_process);
        _page.Dispose();
        _file.Dispose();
        _deadline.Dispose();
    }

    private static ProverFile FindProgram(ThreadKind kind) => kind != ThreadKind.Pthread
        ? throw new MeasurementAbortedException(
            "starting the process that makes threads", "for .NET threads a .NET program is needed that calls ProverHost.Run; none was named.")
        : ProverFile.Find() ?? throw new MeasurementAbortedException(
            "starting the process that makes threads", "linuxthreads-prove was not found beside the program; './build.sh' builds it, and the NuGet package brings it for the platforms it lists.");

    // A process that is killed takes its threads with it; nothing else of it is left but its entry, which is reaped here.
    private static void End(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
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
                "starting the process that makes threads", line is null ? $"it ended without a word on standard output. {Quote(errors.Wait(Grace) ? errors.Result.Trim() : "")}" : $"it answered '{line}'.");

    private static string Quote(string words) => words.Length > 0 ? $"It said: {words}" : "";

    private void Send(string line)
    {
        try
        {
            _process.StandardInput.Write(line + '\n');
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // Gone: the answer, which is none, says the same.
        }
    }

    private string[]? Answer() => ReadLine(_process, _deadline.Token, _cancellation)?.Split(' ');

    private MeasurementAbortedException Broken(string phase) =>
        new(phase, IsOverdue ? "the process that makes threads did not answer in time." : $"the process that makes threads is gone. {Quote(LastWords)}");
}
