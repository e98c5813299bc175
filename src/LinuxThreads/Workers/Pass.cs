using LinuxThreads.Interop;

namespace LinuxThreads.Workers;

/// <summary>What came of handing a token round.</summary>
/// <param name="LapsNs">Nanoseconds of each lap that was completed.</param>
/// <param name="HandOvers">Hand-overs from thread to thread, those of an unfinished lap included.</param>
/// <param name="Wall">The time of these hand-overs.</param>
/// <param name="Settle">Time spent before them: on proving that all sleep, and on the warm-up.</param>
/// <param name="Voluntary">Voluntary switches of all threads but the first one; <see langword="null"/> if the kernel did not say.</param>
/// <param name="Involuntary">Involuntary ones.</param>
/// <param name="CpuTime">Their CPU time.</param>
/// <param name="Errno">Why it stopped; <see langword="null"/> if nothing was refused.</param>
internal sealed record Pass(
    IReadOnlyList<long> LapsNs, long HandOvers, Nanoseconds Wall, Nanoseconds Settle, long? Voluntary, long? Involuntary, Nanoseconds? CpuTime, Errno? Errno)
{
    private const int Words = 9;

    /// <summary>From the words of the answer <c>passed</c>, and the lap times that came with it.</summary>
    /// <param name="words">The words after the first.</param>
    /// <param name="laps">Copies as many lap times as there are.</param>
    internal static Pass? Parse(ReadOnlySpan<string> words, Func<int, long[]> laps)
    {
        var numbers = new long[Words];
        if (words.Length != Words)
        {
            return null;
        }

        for (var i = 0; i < Words; i++)
        {
            if (!long.TryParse(words[i], out numbers[i]))
            {
                return null;
            }
        }

        var known = (uint)numbers[4];
        var hasUsage = (known & ShimConstants.KnownRusage) != 0;
        return new Pass(
            laps((int)numbers[0]),
            numbers[1],
            new Nanoseconds(numbers[2]),
            new Nanoseconds(numbers[3]),
            hasUsage ? numbers[5] : null,
            hasUsage ? numbers[6] : null,
            (known & ShimConstants.KnownCpuTime) != 0 ? new Nanoseconds(numbers[7]) : null,
            numbers[8] == 0 ? null : new Errno((int)numbers[8]));
    }
}
