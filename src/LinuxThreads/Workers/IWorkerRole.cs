namespace LinuxThreads.Workers;

/// <summary>What a .NET worker does on command.</summary>
internal interface IWorkerRole : IDisposable
{
    /// <summary>Carries out a command; its answer, one line, or <see langword="null"/> if it is not understood.</summary>
    /// <param name="words">The command's words.</param>
    /// <param name="publish">Tells how many threads there are, after each one, so that the number survives this process.</param>
    string? Answer(string[] words, Action<long> publish);
}
