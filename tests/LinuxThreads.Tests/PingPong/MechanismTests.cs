using System.ComponentModel;
using LinuxThreads.PingPong;

namespace LinuxThreads.Tests.PingPong;

public sealed class MechanismTests
{
    [TestCase(Mechanism.Futex, "futex", 2, false)]
    [TestCase(Mechanism.Pipe, "pipe", 2, false)]
    [TestCase(Mechanism.Yield, "yield", 2, false)]
    [TestCase(Mechanism.Monitor, "monitor", 2, true)]
    [TestCase(Mechanism.SemaphoreSlim, "semaphore-slim", 2, true)]
    [TestCase(Mechanism.ManualResetEventSlim, "manual-reset-event-slim", 2, true)]
    [TestCase(Mechanism.Channel, "channel", 0, true)]
    [TestCase(Mechanism.TaskCompletionSource, "task-completion-source", 0, true)]
    [TestCase(Mechanism.TaskYield, "task-yield", 0, true)]
    [TestCase(Mechanism.Goroutine, "goroutine", 0, false)]
    public void Each_has_a_name_a_nominal_count_and_a_side_of_the_kernel(Mechanism mechanism, string name, int nominal, bool managed)
    {
        mechanism.JsonName().Should().Be(name);
        mechanism.NominalSwitchesPerRoundTrip().Should().Be(nominal);
        mechanism.IsManaged().Should().Be(managed);
        mechanism.IsUserLevel().Should().Be(nominal == 0);
    }

    [TestCase(Mechanism.Monitor)]
    [TestCase(Mechanism.SemaphoreSlim)]
    [TestCase(Mechanism.ManualResetEventSlim)]
    public void Those_that_may_spin_before_they_park_say_so(Mechanism mechanism) => mechanism.SpinsBeforeParking().Should().BeTrue();

    [TestCase(Mechanism.Futex)]
    [TestCase(Mechanism.Channel)]
    [TestCase(Mechanism.Goroutine)]
    public void The_others_never_spin_before_they_park(Mechanism mechanism) => mechanism.SpinsBeforeParking().Should().BeFalse();

    [Test]
    public void Every_mechanism_has_a_name_of_its_own() =>
        Enum.GetValues<Mechanism>().Select(static mechanism => mechanism.JsonName()).Should().OnlyHaveUniqueItems();

    [Test]
    public void A_value_that_is_none_has_no_name() =>
        ((Mechanism)99).Invoking(static mechanism => mechanism.JsonName()).Should().Throw<InvalidEnumArgumentException>();

    [Test]
    public void Only_native_ones_depend_on_the_shim() =>
        PingPongMeter.WhyUnavailable(Mechanism.Channel).Should().BeNull();
}
