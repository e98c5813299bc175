namespace LinuxThreads.Procfs;

/// <summary>The three numbers of a kernel version, comparable.</summary>
/// <remarks>Source: <c>/proc/sys/kernel/osrelease</c>, see <see cref="Osrelease"/>. A distribution's kernel may have more than its numbers say.</remarks>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number.</param>
/// <param name="Patch">The third number; 0 where there is none.</param>
public readonly record struct KernelVersion(int Major, int Minor, int Patch = 0) : IComparable<KernelVersion>
{
    /// <inheritdoc/>
    public int CompareTo(KernelVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>True if <paramref name="left"/> is the older version.</summary>
    public static bool operator <(KernelVersion left, KernelVersion right) => left.CompareTo(right) < 0;

    /// <summary>True if <paramref name="left"/> is the newer version.</summary>
    public static bool operator >(KernelVersion left, KernelVersion right) => left.CompareTo(right) > 0;

    /// <summary>True if <paramref name="left"/> is not the newer version.</summary>
    public static bool operator <=(KernelVersion left, KernelVersion right) => left.CompareTo(right) <= 0;

    /// <summary>True if <paramref name="left"/> is not the older version.</summary>
    public static bool operator >=(KernelVersion left, KernelVersion right) => left.CompareTo(right) >= 0;

    /// <summary>The numbers with dots, for instance <c>6.18.44</c>.</summary>
    public override string ToString() => $"{Major}.{Minor}.{Patch}";
}
