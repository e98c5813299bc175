namespace LinuxThreads.Procfs;

/// <summary>How many signals are queued for a task's real user, and how many may be.</summary>
/// <remarks>Source: <c>SigQ</c> of <c>/proc/[pid]/status</c>, <c>queued/limit</c>.</remarks>
/// <param name="Queued">The signals queued for the real user id; 0 or more.</param>
/// <param name="Limit">The task's soft <c>RLIMIT_SIGPENDING</c>.</param>
public readonly record struct QueuedSignals(uint Queued, RlimitValue Limit)
{
    internal static QueuedSignals From(TextField field)
    {
        var slash = field.Bytes.IndexOf((byte)'/');
        if (slash < 0)
        {
            throw field.Error("two numbers with a slash between them");
        }

        var limit = field.Part(field.Bytes[(slash + 1)..]).UInt64();
        return new QueuedSignals(
            field.Part(field.Bytes[..slash]).UInt32(),
            limit == ulong.MaxValue ? RlimitValue.Unlimited : RlimitValue.Limited(limit));
    }
}
