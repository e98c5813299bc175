namespace LinuxThreads.Workers;

/// <summary>What a .NET worker does on command.</summary>
internal interface IWorkerRole : IDisposable
{
    /// <summary>Carries out a command; its answer, one line, or <see langword="null"/> if it is not understood.</summary>
    /// <param name="words">The command's words.</param>
    /// <param name="page">Where results go, and how many threads there are.</param>
    string? Answer(string[] words, WorkerPage page);
}
