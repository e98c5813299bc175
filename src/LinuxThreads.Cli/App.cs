namespace LinuxThreads.Cli;

/// <summary>The tool as a function: arguments in, exit code out.</summary>
public static class App
{
    /// <summary>Runs one command line. 0 done, 1 refuted by its own evidence, 2 usage, 3 the kernel refused.</summary>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        Console.Error.WriteLine("linuxthreads: no command is built in yet.");
        return 2;
    }
}
