using LinuxThreads.Interop;

namespace LinuxThreads.Creation;

/// <summary>What one run of the worker process counted and timed.</summary>
/// <param name="Created">Creations in the timed part.</param>
/// <param name="All">Every thread that was created, creators and warm-up among them.</param>
/// <param name="Process">The counters of all of them together.</param>
/// <param name="Creators">The counters of each creator alone, over the timed part.</param>
/// <param name="TimesNs">The arrays of times, each as long as the timed part.</param>
internal sealed record NativeRun(long Created, long All, ShimCounters Process, ShimEvidence[] Creators, long[][] TimesNs);
