using LinuxThreads.Procfs;

namespace LinuxThreads.Native;

/// <summary>Confines every thread of this process to some CPUs, and gives each its own affinity back on disposal.</summary>
/// <remarks>
/// For mechanisms whose threads are the runtime's own: the thread pool can't be asked to start its threads elsewhere. Threads
/// that start meanwhile inherit the confinement from the thread that starts them; on disposal they get what the
/// thread that created this object had.
/// </remarks>
internal sealed class ProcessConfinement : IDisposable
{
    private readonly Dictionary<Tid, CpuSet> _saved = [];
    private readonly CpuSet _own = CpuSet.OfCurrentThread();

    private ProcessConfinement()
    {
    }

    /// <summary>Confines all threads of this process.</summary>
    /// <exception cref="SyscallException">The kernel refused; threads that were confined already are free again.</exception>
    public static ProcessConfinement To(CpuSet cpus)
    {
        var confinement = new ProcessConfinement();
        try
        {
            confinement.ForEachNewThread(tid => confinement.Confine(tid, cpus));
        }
        catch (LinuxThreadsException)
        {
            confinement.Dispose();
            throw;
        }

        return confinement;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (tid, cpus) in _saved)
        {
            Free(tid, cpus);
        }

        ForEachNewThread(tid =>
        {
            Free(tid, _own);
            _saved.Add(tid, _own);
        });
        _saved.Clear();
    }

    /// <summary>Until a listing has no thread that was not seen before: threads start while the list is read.</summary>
    private void ForEachNewThread(Action<Tid> action)
    {
        bool any;
        do
        {
            any = false;
            ProcRoot.System.TryReadTids(Pid.Current, out var tids);
            foreach (var tid in tids)
            {
                if (!_saved.ContainsKey(tid))
                {
                    any = true;
                    action(tid);
                }
            }
        }
        while (any);
    }

    private void Confine(Tid tid, CpuSet cpus)
    {
        try
        {
            _saved.Add(tid, CpuSet.OfThread(tid));
            cpus.ApplyTo(tid);
        }
        catch (SyscallException exception) when (exception.Errno == Errno.ESRCH)
        {
            // Ended meanwhile; a later thread of the same number is to get what new ones get.
            _saved[tid] = _own;
        }
    }

    private static void Free(Tid tid, CpuSet cpus)
    {
        try
        {
            cpus.ApplyTo(tid);
        }
        catch (SyscallException exception) when (exception.Errno == Errno.ESRCH)
        {
            // A thread that ended meanwhile needs nothing back.
        }
    }
}
