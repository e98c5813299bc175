namespace LinuxThreads.Cli;

/// <summary>The tool's exit codes: a contract with scripts.</summary>
internal static class ExitCode
{
    /// <summary>Done: measured, printed.</summary>
    public const int Done = 0;

    /// <summary>Refuted by its own evidence, or a threshold that the user set was crossed.</summary>
    public const int Refuted = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>The kernel refused, or nothing at all could be read.</summary>
    public const int Refused = 3;

    /// <summary>Stopped by Ctrl-C or SIGTERM: 128 + SIGINT, as shells report it.</summary>
    public const int Interrupted = 130;
}
