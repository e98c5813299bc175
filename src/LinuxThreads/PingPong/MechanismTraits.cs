namespace LinuxThreads.PingPong;

/// <summary>What is known of a mechanism before it is measured.</summary>
/// <param name="Name">The name on the command line and in JSON.</param>
/// <param name="Sides">What the two sides are.</param>
/// <param name="Switches">The kernel switches that one round trip must take by the definition.</param>
internal sealed record MechanismTraits(string Name, MechanismSides Sides, int Switches)
{
    /// <summary>True if it may hand over without the kernel by spinning for a while first.</summary>
    public bool SpinsBeforeParking { get; init; }

    /// <summary>True if the command line's <c>all</c> leaves it out: a kernel facility for one purpose, not a way in which programs hand over.</summary>
    public bool IsSpecial { get; init; }
}
