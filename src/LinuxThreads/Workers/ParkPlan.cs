namespace LinuxThreads.Workers;

/// <summary>The threads of a worker's parked group.</summary>
internal sealed record ParkPlan
{
    /// <summary>The stack of each; <see langword="null"/> is the C library's default.</summary>
    public ByteSize? StackSize { get; init; }

    /// <summary>The guard of each; <see langword="null"/> is the C library's default.</summary>
    public ByteSize? GuardSize { get; init; }

    /// <summary>How much of its stack each writes to before it sleeps.</summary>
    public ByteSize TouchBytes { get; init; }

    /// <summary>Bits <c>LT_PARK_*</c> of native/lt.h; 0 for threads of .NET.</summary>
    public uint Flags { get; init; }

    /// <summary>The CPU of all; <see langword="null"/> leaves them where the scheduler puts them.</summary>
    public int? Cpu { get; init; }

    /// <summary>The command that plans the group.</summary>
    internal string Line => $"park {StackSize?.Bytes ?? 0} {GuardSize?.Bytes ?? -1} {TouchBytes.Bytes} {Flags} {Cpu ?? -1}";
}
