using System.Globalization;
using LinuxThreads.Stacks;

namespace LinuxThreads.Cli.Output;

/// <summary>A measurement of what deep calls leave behind, as a sentence.</summary>
internal static class RetentionText
{
    /// <summary>The medians over all threads: before, after the return, after trimming.</summary>
    public static string Sentence(StackRetentionResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"A native thread whose call went {Kibibytes(result.Plan.Depth.Bytes)} deep and returned still holds {Kibibytes(result.ReturnedBytes.Median)} of stack in memory, "
            + $"where one that never went deep holds {Kibibytes(result.ShallowBytes.Median)}; giving back what lies unused below its stack pointer leaves "
            + $"{Kibibytes(result.TrimmedBytes.Median)} (medians of {result.Plan.Threads} threads, by mincore).");

    // One unit for all of them: the pages that differ are few.
    private static string Kibibytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024:N0} KiB");
}
