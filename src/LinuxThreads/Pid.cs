namespace LinuxThreads;

/// <summary>The kernel's id of one process (thread group), as <c>getpid</c> returns it; positive.</summary>
/// <param name="Value">The id.</param>
public readonly record struct Pid(int Value) : IComparable<Pid>
{
    /// <summary>The process this code runs in.</summary>
    public static Pid Current => new(Environment.ProcessId);

    /// <summary>The process's first thread, whose thread id equals the process id.</summary>
    public Tid MainThread => new(Value);

    /// <inheritdoc/>
    public int CompareTo(Pid other) => Value.CompareTo(other.Value);

    /// <summary>True if <paramref name="left"/> is the smaller id.</summary>
    public static bool operator <(Pid left, Pid right) => left.Value < right.Value;

    /// <summary>True if <paramref name="left"/> is the larger id.</summary>
    public static bool operator >(Pid left, Pid right) => left.Value > right.Value;

    /// <summary>True if <paramref name="left"/> is not the larger id.</summary>
    public static bool operator <=(Pid left, Pid right) => left.Value <= right.Value;

    /// <summary>True if <paramref name="left"/> is not the smaller id.</summary>
    public static bool operator >=(Pid left, Pid right) => left.Value >= right.Value;

    /// <summary>The bare number, as it stands in a path under /proc.</summary>
    public override string ToString() => Value.ToString();
}
