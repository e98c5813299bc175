using LinuxThreads.Loops;
using LinuxThreads.PingPong;

namespace LinuxThreads.Cli.Laboratories;

/// <summary>What <c>pingpong</c> was asked for.</summary>
internal sealed record HandOverRequest
{
    public required IReadOnlyList<Mechanism> Mechanisms { get; init; }

    public required IReadOnlyList<Placement> Placements { get; init; }

    /// <summary>True if the placements are all pairs of CPUs.</summary>
    public bool IsMatrix { get; init; }

    public SchedulingPolicy? Policy { get; init; }

    public bool Processes { get; init; }

    public bool Awake { get; init; }

    /// <summary>Timed round trips of each row; null for as many as judging takes.</summary>
    public long? RoundTrips { get; init; }

    /// <summary>True if the user named one row, so that its verdict is the tool's exit code.</summary>
    public bool IsNamed => Mechanisms.Count == 1 && Placements.Count == 1;
}
