namespace LinuxThreads.Stacks;

/// <summary>How the source of the arena cap is spelled in JSON.</summary>
public static class ArenaCapSourceExtensions
{
    /// <summary>The spelling: <c>cpus</c>, <c>arena-max</c> or <c>arena-test</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public static string JsonName(this ArenaCapSource source) => source switch
    {
        ArenaCapSource.Cpus => "cpus",
        ArenaCapSource.ArenaMax => "arena-max",
        ArenaCapSource.ArenaTest => "arena-test",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "Not a source of the arena cap."),
    };
}
