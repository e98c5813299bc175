namespace LinuxThreads.Workers;

/// <summary>Has an empty directory, a child's cgroup for instance, removed whatever becomes of this process.</summary>
/// <remarks>By a process that does it when its standard input ends and the child is gone.</remarks>
internal sealed class DirectoryGuard : IDisposable
{
    private readonly GuardProcess _process = GuardProcess.Start(command: null);

    /// <summary>Names the directory, and the process that must be gone before it can be removed.</summary>
    /// <exception cref="MeasurementAbortedException">The guard is dead, or the directory is not there.</exception>
    public void RemoveAfter(Pid pid, string directory)
    {
        Require($"after {pid}", answer => answer is ["after", _, "0"]);
        Require($"remove {directory}", answer => answer is ["removing", "0"]);
    }

    /// <summary>Removes the directory, if there still is one, as soon as the child is gone, and ends.</summary>
    public void Dispose() => _process.Dispose();

    private void Require(string command, Predicate<string[]?> isDone)
    {
        var answer = _process.TryAsk(command);
        if (!isDone(answer))
        {
            throw new MeasurementAbortedException(
                $"asking the guard to '{command}'", answer is null ? "it is gone." : $"it answered '{string.Join(' ', answer)}'.");
        }
    }
}
