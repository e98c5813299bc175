using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Verdicts;

public sealed class BatchesTests
{
    [Test]
    public void Only_the_batches_done_are_samples_each_divided_by_its_operations() =>
        Batches.PerOperation([1000, 1500, 7], done: 2, operations: 200).Should().Equal(5, 7.5);

    [Test]
    public void No_batch_is_no_sample() => Batches.PerOperation([1000], done: 0, operations: 1).Should().BeEmpty();

    [TestCase(1.0, 1000.0, 9, 20, 5556)]
    [TestCase(1.0, 1000.0, 1, 1, 1_000_000)]
    [TestCase(0.000_001, 5000.0, 9, 20, 1)]
    [TestCase(3600.0, 1.0, 1, 1, 50_000_000)]
    public void A_batch_has_its_share_of_the_window_between_one_and_the_largest(
        double seconds, double operationNs, int repetitions, int batches, int expected) =>
        BatchSize.For(TimeSpan.FromSeconds(seconds), operationNs, repetitions, batches).Should().Be(expected);

    /// <summary>A loop of an empty call can be below the clock's resolution.</summary>
    [Test]
    public void An_operation_of_no_time_does_not_divide_by_zero() =>
        BatchSize.For(TimeSpan.FromMilliseconds(1), 0, 1, 1).Should().Be(10_000_000);
}
