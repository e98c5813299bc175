using LinuxThreads.PingPong;
using LinuxThreads.Statistics;

namespace LinuxThreads.Directed;

/// <summary>One way of handing over, in one placement, beside the others of the same rounds.</summary>
/// <param name="Result">What it costs, with the kernel's counters.</param>
/// <param name="ToFutexOnOneCpu">Its time per counted switch ÷ that of the futex on one CPU, round by round; <see langword="null"/> for that one itself, and where a count is missing.</param>
/// <param name="ToPlainSeccomp">
/// Of <see cref="Mechanism.SeccompNotifySync"/>: its time per counted switch ÷ that of <see cref="Mechanism.SeccompNotify"/> in the same placement, round by round.
/// <see langword="null"/> for the others.
/// </param>
public sealed record DirectedHandOver(PingPongResult Result, RatioInterval? ToFutexOnOneCpu, RatioInterval? ToPlainSeccomp);
