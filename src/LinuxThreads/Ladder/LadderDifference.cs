using LinuxThreads.Statistics;

namespace LinuxThreads.Ladder;

/// <summary>What one rung costs more than the one it is compared with.</summary>
/// <param name="With">The rung that is taken off.</param>
/// <param name="Ns">The difference in nanoseconds, round by round; negative where the other costs more.</param>
/// <param name="What">What the difference consists of, as a phrase.</param>
public sealed record LadderDifference(LadderRung With, DifferenceInterval Ns, string What);
