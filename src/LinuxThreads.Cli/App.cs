using System.CommandLine;
using System.Runtime.InteropServices;
using LinuxThreads.Cli.Commands;
using LinuxThreads.Cli.Output;

namespace LinuxThreads.Cli;

/// <summary>The tool as a function: arguments in, exit code out.</summary>
public static class App
{
    /// <summary>Runs one command line on this process's own streams, and stops it on Ctrl-C or SIGTERM.</summary>
    /// <returns>0 done, 1 refuted by its own evidence, 2 usage, 3 the kernel refused, 130 interrupted.</returns>
    public static int Run(string[] args)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            // The first request stops cleanly; a second one gets the system's default, in case the first hangs.
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return Run(args, new Session(Console.Out, Console.Error, Terminal.Detect(), stop.Token));
    }

    internal static int Run(string[] args, Session session)
    {
        var root = new RootCommand("What native Linux threads really cost on this machine, with the kernel's own counters as evidence.");
        foreach (var command in CommandList.Build(session))
        {
            root.Add(command);
        }

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            var name = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
            session.Error.WriteLine($"linuxthreads{name}: {Complaint(parsed)}");
            session.Error.WriteLine($"Try 'linuxthreads{name} --help'.");
            return ExitCode.Usage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = session.Out,
                Error = session.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (UsageException exception)
        {
            return Fail(session, exception.Message, ExitCode.Usage);
        }
        catch (LinuxThreadsException exception)
        {
            return Fail(session, exception.Message, ExitCode.Refused);
        }
        catch (OperationCanceledException) when (session.Stopping.IsCancellationRequested)
        {
            return Fail(session, "stopped; nothing is left running.", ExitCode.Interrupted);
        }
        finally
        {
            session.Progress.Clear();
            session.Out.Flush();
        }
    }

    /// <summary>A word that is no command is the mistake itself; that a command is missing only follows from it.</summary>
    private static string Complaint(ParseResult parsed) => parsed.UnmatchedTokens is [var word, ..]
        ? $"'{word}' is not known here."
        : parsed.Errors[0].Message;

    private static int Fail(Session session, string message, int exitCode)
    {
        session.Progress.Clear();
        session.Error.WriteLine($"linuxthreads: {message}");
        return exitCode;
    }
}
