using LinuxThreads.Interop;
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
    private readonly Dictionary<Tid, byte[]> _saved = [];
    private readonly byte[] _own;

    private ProcessConfinement(byte[] own) => _own = own;

    /// <summary>Confines all threads of this process.</summary>
    /// <exception cref="SyscallException">The kernel refused; threads that were confined already are free again.</exception>
    public static ProcessConfinement To(IReadOnlyCollection<int> cpus)
    {
        var mask = Mask(cpus);
        var own = Affinity.TryRead(0, out var errno)
            ?? throw new SyscallException("sched_getaffinity", errno, "the calling thread");
        var confinement = new ProcessConfinement(own);
        try
        {
            confinement.ForEachNewThread(tid => confinement.Confine(tid, mask, cpus));
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
        foreach (var (tid, mask) in _saved)
        {
            Write(tid, mask);
        }

        ForEachNewThread(tid =>
        {
            Write(tid, _own);
            _saved[tid] = _own;
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

    private void Confine(Tid tid, byte[] mask, IReadOnlyCollection<int> cpus)
    {
        var saved = Affinity.TryRead(tid.Value, out var errno);
        if (saved is not null)
        {
            _saved[tid] = saved;
            if (Affinity.TryWrite(tid.Value, mask, out errno))
            {
                return;
            }
        }

        if (!ProcRoot.IsGone(errno))
        {
            throw new SyscallException(
                "sched_setaffinity", errno, $"thread {tid}, CPUs {string.Join(",", cpus)}",
                "Name CPUs that this process may use: 'grep Cpus_allowed_list /proc/self/status' lists them.");
        }

        _saved[tid] = _own;
    }

    // A thread that ended meanwhile needs nothing back.
    private static void Write(Tid tid, byte[] mask)
    {
        if (!Affinity.TryWrite(tid.Value, mask, out var errno) && !ProcRoot.IsGone(errno))
        {
            throw new SyscallException("sched_setaffinity", errno, $"thread {tid}", "Its affinity before the measurement could not be restored.");
        }
    }

    private static byte[] Mask(IReadOnlyCollection<int> cpus)
    {
        var mask = new byte[Math.Max(128, (cpus.Max() / 8) + 1)];
        foreach (var cpu in cpus)
        {
            mask[cpu / 8] |= (byte)(1 << (cpu % 8));
        }

        return mask;
    }
}
