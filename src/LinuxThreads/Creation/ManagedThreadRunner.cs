using LinuxThreads.Interop;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Creation;

/// <summary>.NET threads in this process, confined to one CPU meanwhile unless the plan leaves them free.</summary>
internal sealed class ManagedThreadRunner(CreationPlan plan, IReadOnlyList<int> cpus) : ManagedRunner(plan, cpus)
{
    /// <inheritdoc/>
    public override CreationRepetition Repeat(CancellationToken cancellation)
    {
        var times = new CreationTimes(Plan.Creators, Plan.Count);
        using var ready = new CountdownEvent(Plan.Creators);
        using var start = new ManualResetEventSlim();
        using var failure = new CancellationTokenSource();
        var creators = new Thread[Plan.Creators];
        Exception? refused = null;
        void Create(int creator)
        {
            var signalled = false;
            try
            {
                CreateMany(Plan.WarmUp, 0, null, cancellation);
                ready.Signal();
                signalled = true;
                start.Wait(CancellationToken.None);
                CreateMany(Plan.Count, creator * Plan.Count, times, failure.Token);
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
        var window = ProcessWindow.Open(Cpus);
        start.Set();
        foreach (var creator in creators)
        {
            creator.Join();
        }

        var end = window.Close(2L * Plan.Creators * Plan.Count);
        var counted = CreationCount.Read(ProcRoot.System) - before;
        cancellation.ThrowIfCancellationRequested();
        if (refused is not null)
        {
            throw new MeasurementAbortedException("creating .NET threads", $"the runtime could not start one: {refused.Message}", refused);
        }

        return times.Repetition(end, new KernelCount((long)Plan.Creators * Plan.Count, counted));
    }

    private void CreateMany(int count, int offset, CreationTimes? times, CancellationToken cancellation)
    {
        var child = new Child();
        ThreadStart body = child.Run;
        var stack = (int)(Plan.StackSize?.Bytes ?? 0);
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
