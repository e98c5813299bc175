using LinuxThreads.Cli.Output;
using LinuxThreads.Stacks;

namespace LinuxThreads.Cli.Tests;

public sealed class RetentionTextTests
{
    [Test]
    public void The_sentence_gives_the_medians_in_their_order()
    {
        var result = new StackRetentionResult
        {
            Plan = new StackRetentionPlan { Threads = 3 },
            Samples = [Sample(8, 1036, 20, 1016), Sample(8, 1032, 16, 1016), Sample(12, 1032, 16, 1016)],
        };

        RetentionText.Sentence(result).Should().Be(
            "A native thread whose call went 1,024 KiB deep and returned still holds 1,032 KiB of stack in memory, where one that never went deep holds "
            + "8 KiB; giving back what lies unused below its stack pointer leaves 16 KiB (medians of 3 threads, by mincore).");
    }

    [Test]
    [Category("Live")]
    public void A_measurement_of_16_threads_can_be_said()
    {
        if (StackRetentionMeter.WhyUnavailable is { } reason)
        {
            Assert.Ignore(reason);
        }

        var result = StackRetentionMeter.Measure(new StackRetentionPlan());

        RetentionText.Sentence(result).Should().Contain("16 threads");
    }

    private static RetentionSample Sample(int shallow, int returned, int trimmed, int freed) =>
        new(ByteSize.FromKibibytes(shallow), ByteSize.FromKibibytes(returned), ByteSize.FromKibibytes(trimmed), ByteSize.FromKibibytes(freed));
}
