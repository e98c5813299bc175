namespace LinuxThreads.Workers;

/// <summary>What became of one kernel setting that was raised.</summary>
/// <param name="Name">Below <c>/proc/sys</c>, with slashes.</param>
/// <param name="Was">Its value before.</param>
/// <param name="Raised">What the kernel made of the value written.</param>
/// <param name="Found">What it was when it was to be put back; another value than <paramref name="Raised"/> is somebody else's, and stays.</param>
/// <param name="Now">What it is since.</param>
/// <param name="Errno">What refused that; <see langword="null"/> if nothing did.</param>
internal sealed record SysctlOutcome(string Name, long Was, long Raised, long Found, long Now, Errno? Errno);
