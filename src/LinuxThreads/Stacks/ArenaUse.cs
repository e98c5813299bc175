using System.Globalization;

namespace LinuxThreads.Stacks;

/// <summary>The arenas of glibc's malloc in one process: how many there are, and how many there may be.</summary>
public sealed record ArenaUse
{
    /// <summary>Arenas, the main one included, whose heap is <c>[heap]</c>; <see langword="null"/> if the heaps' headers could not be read.</summary>
    /// <remarks>Source: the distinct <c>ar_ptr</c> in the headers of the heaps, and 1. An arena stays when the threads that used it end.</remarks>
    public int? Count { get; init; }

    /// <summary>Heaps of 64 MiB of address space; an arena has one to begin with and gets more. Excludes: that of the main arena.</summary>
    public required int Heaps { get; init; }

    /// <summary>The most arenas that malloc makes, the main one included; <see langword="null"/> if unknown.</summary>
    /// <remarks>
    /// Source: <c>arena_get2</c> in glibc's <c>malloc/arena.c</c>, and what the process was started with (<c>/proc/[pid]/environ</c>).
    /// Excludes: a <c>mallopt(M_ARENA_MAX)</c> of the process itself, which nobody can see.
    /// </remarks>
    public long? Cap { get; init; }

    /// <summary>What sets <see cref="Cap"/>; <see langword="null"/> if unknown.</summary>
    public ArenaCapSource? CapSource { get; init; }

    /// <summary>The CPUs that glibc counts for the cap; <see langword="null"/> if unknown.</summary>
    /// <remarks>
    /// Source: <c>/sys/devices/system/cpu/online</c>. glibc 2.34 to 2.38 took those that the thread might run on instead, unless the
    /// distribution took the later change back: unknown where the two differ and such a version may be at work.
    /// </remarks>
    public int? Cpus { get; init; }

    /// <summary>The tightest CPU quota of the process's cgroups, in CPUs; <see langword="null"/> if there is none, or none is readable.</summary>
    public double? QuotaCpus { get; init; }

    /// <summary>The above in a sentence or two.</summary>
    public string Sentence
    {
        get
        {
            var count = Count is { } known ? $"{known} {(known == 1 ? "arena" : "arenas")} of malloc" : "An unknown number of arenas of malloc";
            var heaps = $"{Heaps} {(Heaps == 1 ? "heap" : "heaps")} besides [heap]";
            var cap = (Cap, CapSource) switch
            {
                (null, _) => ", at most unknown",
                (var most, ArenaCapSource.Cpus) => $", at most {most} = 8 × {Cpus} {(Cpus == 1 ? "CPU" : "CPUs")}",
                (var most, ArenaCapSource.ArenaTest) => $", at most {most} (as many as are made before CPUs are counted, and one)",
                (var most, _) => $", at most {most} (set by MALLOC_ARENA_MAX or glibc.malloc.arena_max)",
            };
            var quota = CapSource != ArenaCapSource.ArenaMax && QuotaCpus is { } allowed && Cpus is { } cpus && allowed < cpus
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $", although the quota allows {allowed:0.##} CPUs: MALLOC_ARENA_MAX={8 * Math.Max(1, Math.Ceiling(allowed)):0} would be in proportion")
                : "";
            return $"{count} with {heaps}{cap}{quota}.";
        }
    }
}
