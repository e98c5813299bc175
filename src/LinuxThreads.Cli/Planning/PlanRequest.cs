using LinuxThreads.Footprint;

namespace LinuxThreads.Cli.Planning;

/// <summary>What somebody intends to run.</summary>
/// <param name="Kind">Threads or async methods.</param>
/// <param name="Threads">How many, parked most of the time.</param>
/// <param name="Work">The work between two hand-overs.</param>
/// <param name="Touch">How much of its stack each uses.</param>
internal sealed record PlanRequest(FootprintKind Kind, long Threads, Nanoseconds Work, ByteSize Touch);
