using System.Threading.Tasks.Sources;
using LinuxThreads.Interop;

namespace LinuxThreads.Creation;

/// <summary>A work item that can be queued again and again, and awaited each time, without allocating.</summary>
internal sealed class PoolItem : IThreadPoolWorkItem, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _ended;

    /// <summary>When its first instruction ran the last time, on the monotonic clock.</summary>
    public long Born { get; private set; }

    /// <summary>What to await for the next time; ask before queueing.</summary>
    public ValueTask Rearm()
    {
        _ended.Reset();
        return new ValueTask(this, _ended.Version);
    }

    /// <inheritdoc/>
    public void Execute()
    {
        Born = Clocks.ReadMonotonic().Value;
        _ended.SetResult(true);
    }

    /// <inheritdoc/>
    public void GetResult(short token) => _ended.GetResult(token);

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _ended.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _ended.OnCompleted(continuation, state, token, flags);
}
