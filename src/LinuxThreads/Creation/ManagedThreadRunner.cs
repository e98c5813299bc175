using LinuxThreads.Interop;
using LinuxThreads.Native;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Creation;

/// <summary>.NET threads in this process, confined to one CPU meanwhile unless the plan leaves them free.</summary>
internal sealed class ManagedThreadRunner : ICreationRunner
{
    private readonly CreationPlan _plan;
    private readonly IReadOnlyList<int> _used;
    private readonly ProcessConfinement? _confinement;

    public ManagedThreadRunner(CreationPlan plan, IReadOnlyList<int> cpus)
    {
        _plan = plan;
        _used = cpus;
        _confinement = plan.Unpinned ? null : ProcessConfinement.To(CpuSet.Of(cpus[0]));
        Caveats = ManagedCaveats.Of(plan);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Caveat> Caveats { get; }

    /// <inheritdoc/>
    public CreationRepetition Repeat(CancellationToken cancellation)
    {
        var times = new CreationTimes(_plan.Creators, _plan.Count);
        using var ready = new CountdownEvent(_plan.Creators);
        using var start = new ManualResetEventSlim();
        using var failure = new CancellationTokenSource();
        var creators = new Thread[_plan.Creators];
        Exception? refused = null;
        void Create(int creator)
        {
            var signalled = false;
            try
            {
                CreateMany(_plan.WarmUp, 0, null, cancellation);
                ready.Signal();
                signalled = true;
                start.Wait(CancellationToken.None);
                CreateMany(_plan.Count, creator * _plan.Count, times, failure.Token);
            }
            catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
            {
                // The runtime's words for a thread that the kernel refused: told on the thread that measures.
                refused = exception;
                failure.Cancel();
                if (!signalled)
                {
                    ready.Signal();
                }
            }
        }

        for (var i = 0; i < creators.Length; i++)
        {
            var creator = i;
            creators[i] = new Thread(() => Create(creator));
            creators[i].Start();
        }

        ready.Wait(CancellationToken.None);
        using var stop = cancellation.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), failure);
        var before = CreationCount.Read(ProcRoot.System);
        var window = ProcessWindow.Open(_used);
        start.Set();
        foreach (var creator in creators)
        {
            creator.Join();
        }

        var end = window.Close(2L * _plan.Creators * _plan.Count);
        var counted = CreationCount.Read(ProcRoot.System) - before;
        cancellation.ThrowIfCancellationRequested();
        if (refused is not null)
        {
            throw new MeasurementAbortedException("creating .NET threads", $"the runtime could not start one: {refused.Message}", refused);
        }

        return times.Repetition(end, new KernelCount((long)_plan.Creators * _plan.Count, counted));
    }

    /// <inheritdoc/>
    public void Dispose() => _confinement?.Dispose();

    private void CreateMany(int count, int offset, CreationTimes? times, CancellationToken cancellation)
    {
        var child = new Child();
        ThreadStart body = child.Run;
        var stack = (int)(_plan.StackSize?.Bytes ?? 0);
        for (var i = 0; i < count && !cancellation.IsCancellationRequested; i++)
        {
            var began = Clocks.ReadMonotonic().Value;
            var thread = new Thread(body, stack);
            thread.Start();
            var returned = Clocks.ReadMonotonic().Value;
            thread.Join();
            var joined = Clocks.ReadMonotonic().Value;
            times?.Set(offset + i, returned - began, child.Born - began, joined - began);
        }
    }

    private sealed class Child
    {
        public long Born { get; private set; }

        public void Run() => Born = Clocks.ReadMonotonic().Value;
    }
}
