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
    private static readonly Nanoseconds Quiet = new(5_000_000);
    private static readonly Nanoseconds Patience = new(500_000_000);

    private readonly Dictionary<Tid, CpuSet> _saved = [];
    private readonly CpuSet _own = CpuSet.OfCurrentThread();
    private readonly CpuSet _cpus;
    private bool _mayHaveInherited;

    private ProcessConfinement(CpuSet cpus) => _cpus = cpus;

    /// <summary>Confines all threads of this process.</summary>
    /// <exception cref="SyscallException">The kernel refused; threads that were confined already are free again.</exception>
    public static ProcessConfinement To(CpuSet cpus)
    {
        var confinement = new ProcessConfinement(cpus);
        try
        {
            confinement.ForEachNewThread(confinement.Confine);
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

    /// <summary>Until listings have shown no thread that was not seen before for a while: threads start while the list is read.</summary>
    /// <remarks>
    /// For a while, since a thread takes its parent's affinity early in <c>clone</c> (<c>copy_process</c>) and is listed at its end only.
    /// A clone that is preempted for longer escapes. The bound is for processes that never stop starting threads.
    /// </remarks>
    private void ForEachNewThread(Action<Tid> action)
    {
        var started = MonotonicClock.Read();
        var lastSeen = started;
        for (var now = started; now - lastSeen < Quiet && now - started < Patience; now = MonotonicClock.Read())
        {
            ProcRoot.System.TryReadTids(Pid.Current, out var tids);
            foreach (var tid in tids)
            {
                if (!_saved.ContainsKey(tid))
                {
                    lastSeen = now;
                    action(tid);
                }
            }

            _mayHaveInherited = true;
            NativeThread.Yield();
        }
    }

    private void Confine(Tid tid)
    {
        try
        {
            // A thread that was not in the first listing may have been started by one that was confined by then: what it has is not its own.
            var found = CpuSet.OfThread(tid);
            _saved.Add(tid, _mayHaveInherited && found == _cpus ? _own : found);
            _cpus.ApplyTo(tid);
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
