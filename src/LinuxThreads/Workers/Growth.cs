namespace LinuxThreads.Workers;

/// <summary>What came of making threads.</summary>
/// <param name="Count">All threads of the group.</param>
/// <param name="End">Why it stopped.</param>
/// <param name="Errno">What refused a thread; <see langword="null"/> unless one was refused.</param>
/// <param name="Creating">Time spent in the loop of <c>pthread_create</c>, without waiting for the threads to sleep.</param>
internal sealed record Growth(long Count, GrowthEnd End, Errno? Errno, Nanoseconds Creating)
{
    /// <summary>From the words of the answer <c>grown</c>.</summary>
    internal static Growth? Parse(ReadOnlySpan<string> words) =>
        words is [var count, var reason, var errno, var ns]
        && long.TryParse(count, out var threads) && int.TryParse(errno, out var number) && long.TryParse(ns, out var creating)
        && EndOf(reason) is { } end
            ? new Growth(threads, end, number == 0 ? null : new Errno(number), new Nanoseconds(creating))
            : null;

    private static GrowthEnd? EndOf(string reason) => reason switch
    {
        "max" => GrowthEnd.Max,
        "errno" => GrowthEnd.Refused,
        "floor" => GrowthEnd.Floor,
        "stopped" => GrowthEnd.Stopped,
        _ => null,
    };
}
