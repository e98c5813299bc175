namespace LinuxThreads.Scale;

/// <summary>How far a run is.</summary>
/// <param name="Phase">What it does.</param>
/// <param name="Done">How much of it is done, in the phase's unit.</param>
/// <param name="Of">How much there is to do; 0 where that cannot be said.</param>
public readonly record struct ScaleProgress(ScalePhase Phase, long Done, long Of);
