using System.ComponentModel;
using System.Diagnostics;

namespace LinuxThreads.Workers;

/// <summary>One life of the program that holds kernel settings raised: <c>linuxthreads-worker guard</c>.</summary>
/// <remarks>What it does, and in which order, is told in native/worker/worker_guard.c.</remarks>
internal sealed class GuardProcess : IDisposable
{
    private readonly Process _process;

    private GuardProcess(Process process) => _process = process;

    /// <summary>The process.</summary>
    public Pid Pid => new(_process.Id);

    /// <summary>True if it is dead.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <param name="command">The program; <see langword="null"/> is <c>linuxthreads-worker</c>, which comes with the library.</param>
    /// <exception cref="MeasurementAbortedException">It is missing, could not be started, or ended at once.</exception>
    public static GuardProcess Start(WorkerCommand? command)
    {
        using var file = command is null ? WorkerProcess.FindProgram() : null;
        var program = command ?? new WorkerCommand(file!.Path, []);
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(program.FileName, [.. program.Arguments, "guard"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        }
        catch (Win32Exception exception)
        {
            throw new MeasurementAbortedException("starting the guard of kernel settings", $"{program.FileName}: {exception.Message}.", exception);
        }

        var guard = new GuardProcess(process);
        if (process.StandardOutput.ReadLine() != "ready guard")
        {
            guard.Dispose();
            throw new MeasurementAbortedException("starting the guard of kernel settings", $"{program.FileName} did not say that it is ready.");
        }

        return guard;
    }

    /// <summary>Sends a command and waits for its answer's words; <see langword="null"/> if it is dead.</summary>
    public string[]? TryAsk(string command)
    {
        try
        {
            _process.StandardInput.Write(command + '\n');
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            return null;
        }

        return _process.StandardOutput.ReadLine()?.Split(' ');
    }

    /// <summary>Closes its standard input, upon which it puts back what it has raised, and waits for its end.</summary>
    public void Dispose()
    {
        ProcessPipes.CloseInput(_process);
        _process.WaitForExit();
        ProcessPipes.Close(_process);
    }
}
