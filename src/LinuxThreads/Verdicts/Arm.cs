namespace LinuxThreads.Verdicts;

/// <summary>One of several things that are compared: measured once in each round.</summary>
/// <param name="Measure">Runs one repetition.</param>
/// <param name="SpinsBeforeParking">As the verdict rule takes it.</param>
internal sealed record Arm(Func<Repetition> Measure, bool SpinsBeforeParking = false);
