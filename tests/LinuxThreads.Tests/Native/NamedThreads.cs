namespace LinuxThreads.Tests.Native;

/// <summary>Runs code on a thread of its own name: what it starts in C inherits the name, so that leftovers can be told from the runtime's threads.</summary>
internal static class NamedThreads
{
    /// <summary>Runs a body on a thread named <paramref name="name"/> (15 bytes at most) and gives back what it threw.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="body">What it runs.</param>
    /// <param name="meanwhile">Runs on the calling thread as soon as the other one is started.</param>
    public static Exception? Run(string name, Action body, Action? meanwhile = null)
    {
        // A task keeps what its body threw.
        var task = new Task(body);
        var thread = new Thread(task.RunSynchronously) { Name = name };
        thread.Start();
        meanwhile?.Invoke();
        thread.Join();
        return task.Exception?.InnerException;
    }

    /// <summary>Waits until no thread of this process has that name: the kernel's thread outlives the join of a managed one by a moment.</summary>
    public static void AreGone(string name) => Until.True(() => Count(name) == 0, $"no thread is left of those named {name}");

    /// <summary>How many threads of this process have that name now.</summary>
    public static int Count(string name)
    {
        var count = 0;
        foreach (var task in Directory.GetDirectories("/proc/self/task"))
        {
            try
            {
                count += File.ReadAllText($"{task}/comm").TrimEnd('\n') == name ? 1 : 0;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Ended between the listing and the reading.
            }
        }

        return count;
    }
}
