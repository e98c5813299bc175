using LinuxThreads.Interop;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Creation;

/// <summary>Work for the thread pool, whose threads are confined to one CPU meanwhile unless the plan leaves them free.</summary>
internal sealed class TaskRunner(CreationPlan plan, IReadOnlyList<int> cpus) : ManagedRunner(plan, cpus)
{
    /// <inheritdoc/>
    public override CreationRepetition Repeat(CancellationToken cancellation)
    {
        All(Plan.WarmUp, null, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var times = new CreationTimes(Plan.Creators, Plan.Count);
        var before = CreationCount.Read(ProcRoot.System);
        var window = ProcessWindow.Open(Cpus);
        All(Plan.Count, times, cancellation);
        var end = window.Close(nominalSwitches: 0);
        var counted = CreationCount.Read(ProcRoot.System) - before;
        cancellation.ThrowIfCancellationRequested();
        return times.Repetition(end, new KernelCount(0, counted));
    }

    private void All(int count, CreationTimes? times, CancellationToken cancellation)
    {
        // On the pool: what a pool thread queues goes to its own queue first, and waiting there blocks no thread.
        var creators = Enumerable.Range(0, Plan.Creators)
            .Select(creator => Task.Run(
                () => Plan.Kind == CreationKind.TaskRun
                    ? RunTasksAsync(count, creator * Plan.Count, times, cancellation)
                    : QueueItemsAsync(count, creator * Plan.Count, times, cancellation),
                CancellationToken.None))
            .ToArray();
        Task.WhenAll(creators).GetAwaiter().GetResult();
    }

    private static async Task RunTasksAsync(int count, int offset, CreationTimes? times, CancellationToken cancellation)
    {
        var work = new Work();
        Action body = work.Run;
        for (var i = 0; i < count && !cancellation.IsCancellationRequested; i++)
        {
            var began = Clocks.ReadMonotonic().Value;
            var task = Task.Run(body, CancellationToken.None);
            var returned = Clocks.ReadMonotonic().Value;
            await task.ConfigureAwait(false);
            var joined = Clocks.ReadMonotonic().Value;
            times?.Set(offset + i, returned - began, work.Born - began, joined - began);
        }
    }

    private static async Task QueueItemsAsync(int count, int offset, CreationTimes? times, CancellationToken cancellation)
    {
        var item = new PoolItem();
        for (var i = 0; i < count && !cancellation.IsCancellationRequested; i++)
        {
            var ended = item.Rearm();
            var began = Clocks.ReadMonotonic().Value;
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: true);
            var returned = Clocks.ReadMonotonic().Value;
            await ended.ConfigureAwait(false);
            var joined = Clocks.ReadMonotonic().Value;
            times?.Set(offset + i, returned - began, item.Born - began, joined - began);
        }
    }

    private sealed class Work
    {
        public long Born { get; private set; }

        public void Run() => Born = Clocks.ReadMonotonic().Value;
    }
}
