namespace LinuxThreads.Cli;

/// <summary>A command line that cannot be carried out as written; the message says what was wrong and what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);
