namespace LinuxThreads;

/// <summary>The kernel's id of one thread, as <c>gettid</c> returns it and <c>/proc/[pid]/task/</c> lists it; positive.</summary>
/// <remarks>
/// Not the managed thread id and not <c>pthread_t</c>. Ids are reused after a thread ends: the pair of id and start
/// time (<c>/proc/[pid]/task/[tid]/stat</c>, field 22) names a thread, the id alone does not.
/// </remarks>
/// <param name="Value">The id.</param>
public readonly record struct Tid(int Value) : IComparable<Tid>
{
    /// <inheritdoc/>
    public int CompareTo(Tid other) => Value.CompareTo(other.Value);

    /// <summary>True if <paramref name="left"/> is the smaller id.</summary>
    public static bool operator <(Tid left, Tid right) => left.Value < right.Value;

    /// <summary>True if <paramref name="left"/> is the larger id.</summary>
    public static bool operator >(Tid left, Tid right) => left.Value > right.Value;

    /// <summary>True if <paramref name="left"/> is not the larger id.</summary>
    public static bool operator <=(Tid left, Tid right) => left.Value <= right.Value;

    /// <summary>True if <paramref name="left"/> is not the smaller id.</summary>
    public static bool operator >=(Tid left, Tid right) => left.Value >= right.Value;

    /// <summary>The bare number, as it stands in a path under /proc.</summary>
    public override string ToString() => Value.ToString();
}
