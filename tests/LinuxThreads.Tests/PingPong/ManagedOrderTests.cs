using LinuxThreads.PingPong;

namespace LinuxThreads.Tests.PingPong;

public sealed class ManagedOrderTests
{
    [TestCase(0, 3)]
    [TestCase(null, null)]
    public void An_order_comes_back_from_its_line(int? cpuA, int? cpuB)
    {
        var order = new ManagedOrder(Mechanism.SemaphoreSlim, cpuA, cpuB, 20, 500, 0);

        ManagedOrder.Parse(order.Line.Split(' ')).Should().Be(order);
    }

    [Test]
    public void The_line_has_the_mechanism_the_CPUs_the_batches_the_round_trips_and_the_warm_up_in_that_order() =>
        new ManagedOrder(Mechanism.Monitor, 2, null, 3, 4, 5).Line.Should().Be("pair monitor 2 -1 3 4 5");

    [Test]
    public void An_order_is_one_repetition_of_its_plan()
    {
        var plan = new PingPongPlan { Mechanism = Mechanism.Channel, Placement = Placement.Unpinned, Batches = 7, BatchRoundTrips = 8, WarmUpRoundTrips = 9 };

        ManagedOrder.Of(plan, []).Should().Be(new ManagedOrder(Mechanism.Channel, null, null, 7, 8, 9));
        ManagedOrder.Of(plan, [4, 1]).Should().Be(new ManagedOrder(Mechanism.Channel, 4, 1, 7, 8, 9));
    }

    [TestCase("pair monitor 0 0 1 1", TestName = "A word too few")]
    [TestCase("pair monitor 0 0 1 1 1 1", TestName = "A word too many")]
    [TestCase("pear monitor 0 0 1 1 1", TestName = "Another command")]
    [TestCase("pair futex 0 0 1 1 1", TestName = "A native mechanism")]
    [TestCase("pair goroutine 0 0 1 1 1", TestName = "A mechanism of another language")]
    [TestCase("pair monitor -2 0 1 1 1", TestName = "A CPU below any")]
    [TestCase("pair monitor 0 x 1 1 1", TestName = "A CPU that is no number")]
    [TestCase("pair monitor 0 0 0 1 1", TestName = "No batch")]
    [TestCase("pair monitor 0 0 1 0 1", TestName = "No round trip")]
    [TestCase("pair monitor 0 0 1 1 -1", TestName = "A negative warm-up")]
    [TestCase("pair monitor 0 0 1 99999999999 1", TestName = "A number beyond the range")]
    public void What_is_no_order_is_not_taken_for_one(string line) => ManagedOrder.Parse(line.Split(' ')).Should().BeNull();
}
