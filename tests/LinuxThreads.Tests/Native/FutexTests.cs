using System.Runtime.InteropServices;
using LinuxThreads.Interop;
using LinuxThreads.Native;

namespace LinuxThreads.Tests.Native;

[Category("Live")]
public sealed class FutexTests
{
    private static readonly Nanoseconds Long = new(60 * Nanoseconds.PerSecond);

    private int _field;

    [Test]
    public void A_word_that_differs_does_not_sleep()
    {
        var word = 7;

        Futex.Wait(ref word, 8).Should().Be(FutexWaitResult.ValueChanged);
        Futex.Wait(ref word, 8, TimeSpan.FromMinutes(1)).Should().Be(FutexWaitResult.ValueChanged);
        Futex.WaitUntil(ref word, 8, MonotonicClock.Read() + Long).Should().Be(FutexWaitResult.ValueChanged);
    }

    [TestCase(long.MinValue)]
    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(1)]
    public void A_deadline_in_the_past_times_out_without_a_voluntary_switch(long deadline)
    {
        var word = -3;
        var before = UsageCounters.ReadThread().VoluntarySwitches;
        var result = Futex.WaitUntil(ref word, -3, new Nanoseconds(deadline));
        var after = UsageCounters.ReadThread().VoluntarySwitches;

        result.Should().Be(FutexWaitResult.TimedOut);
        after.Should().Be(before);
    }

    [Test]
    public void Timeouts_end_the_wait()
    {
        var word = 0;

        Futex.Wait(ref word, 0, TimeSpan.Zero).Should().Be(FutexWaitResult.TimedOut);
        var start = MonotonicClock.Read();
        Futex.Wait(ref word, 0, TimeSpan.FromTicks(20_000)).Should().Be(FutexWaitResult.TimedOut);
        (MonotonicClock.Read() - start).Should().BeGreaterThanOrEqualTo(new Nanoseconds(2_000_000));
        var deadline = MonotonicClock.Read() + new Nanoseconds(2_000_000);
        Futex.WaitUntil(ref word, 0, deadline).Should().Be(FutexWaitResult.TimedOut);
        MonotonicClock.Read().Should().BeGreaterThanOrEqualTo(deadline);
    }

    [Test]
    public void Times_and_counts_that_make_no_sense_are_refused()
    {
        var word = 0;

        FluentActions.Invoking(() => Futex.Wait(ref word, 0, TimeSpan.FromTicks(-5))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Futex.Wake(ref word, 0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Test]
    public void Wake_with_nobody_waiting_wakes_nobody()
    {
        var word = 0;

        Futex.Wake(ref word, int.MaxValue).Should().Be(0);
    }

    [TestCase("Wait")]
    [TestCase("Wait with infinite timeout")]
    [TestCase("Wait with timeout")]
    [TestCase("WaitUntil")]
    public void A_wake_ends_every_kind_of_wait_on_a_moving_object(string kind)
    {
        var holder = new FutexTests();
        var result = FutexWaitResult.TimedOut;
        using var waiter = NativeThread.Start(NativeThreadOptions.Default, () => result = kind switch
        {
            "Wait" => Futex.Wait(ref holder._field, 0),
            "Wait with infinite timeout" => Futex.Wait(ref holder._field, 0, Timeout.InfiniteTimeSpan),
            "Wait with timeout" => Futex.Wait(ref holder._field, 0, TimeSpan.FromMinutes(1)),
            _ => Futex.WaitUntil(ref holder._field, 0, MonotonicClock.Read() + Long),
        });
        Until.SleepsIn(waiter.Tid, SyscallNumbers.Futex);
        // A word that moved away from under its waiter would never be woken.
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        var woken = 0;
        Until.True(() => (woken = Futex.Wake(ref holder._field, 5)) > 0, "the waiter to be woken");
        waiter.Join();

        woken.Should().Be(1);
        result.Should().Be(FutexWaitResult.Woken);
    }

    [Test]
    public void Wake_wakes_as_many_as_it_is_told_and_answers_their_number()
    {
        var word = new int[1];
        var waiters = Enumerable.Range(0, 5)
            .Select(_ => NativeThread.Start(NativeThreadOptions.Default, () => Futex.Wait(ref word[0], 0)))
            .ToList();
        waiters.ForEach(static t => Until.SleepsIn(t.Tid, SyscallNumbers.Futex));

        Futex.Wake(ref word[0], 2).Should().Be(2);
        Futex.Wake(ref word[0], int.MaxValue).Should().Be(3);
        waiters.ForEach(static t => t.Join());
    }

    [Test]
    public void A_signal_handler_interrupts_a_timed_wait()
    {
        using var handled = new ManualResetEventSlim();
        // The runtime's handler for SIGCONT stays installed while somebody listens.
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGCONT, context =>
        {
            context.Cancel = true;
            handled.Set();
        });
        var word = new int[1];
        var result = FutexWaitResult.Woken;
        using var waiter = NativeThread.Start(
            NativeThreadOptions.Default, () => result = Futex.WaitUntil(ref word[0], 0, MonotonicClock.Read() + Long));
        Until.SleepsIn(waiter.Tid, SyscallNumbers.Futex);
        var tgkill = RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64 ? 234 : 131;
        const int Sigcont = 18;
        Libc.Syscall(tgkill, Environment.ProcessId, waiter.Tid.Value, Sigcont).Should().Be(0);
        waiter.Join();

        result.Should().Be(FutexWaitResult.Interrupted);
    }

    [Test]
    public unsafe void A_word_that_is_not_there_is_refused_by_the_kernel()
    {
        var act = () => Futex.Wait(ref *(int*)0, 0, TimeSpan.Zero);

        act.Should().Throw<SyscallException>().Where(e => e.Errno.Name == "EFAULT");
    }
}
