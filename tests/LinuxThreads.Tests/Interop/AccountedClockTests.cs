using LinuxThreads.Interop;
using LinuxThreads.Tests.Native;

namespace LinuxThreads.Tests.Interop;

[Category("Live")]
public sealed class AccountedClockTests
{
    private static readonly Nanoseconds Enough = new(200_000_000);

    /// <summary>Both clocks count all threads; where one samples by ticks, it errs by about one tick a thread.</summary>
    [Test]
    public void Another_thread_of_the_process_is_counted_and_about_as_much_as_the_exact_clock_counts()
    {
        var accountedBefore = AccountedClock.ReadProcess();
        var exactBefore = Clocks.ReadProcessCpuTime();
        var over = 0;
        var burner = new Thread(() =>
        {
            while (Volatile.Read(ref over) == 0)
            {
            }
        });
        burner.Start();
        Until.True(() => Clocks.ReadProcessCpuTime() - exactBefore > Enough, "the process uses CPU time");
        Volatile.Write(ref over, 1);
        burner.Join();

        var exact = Clocks.ReadProcessCpuTime() - exactBefore;
        var accounted = AccountedClock.ReadProcess() - accountedBefore;
        (accounted / exact).Should().BeInRange(0.5, 1.5);
    }

    [Test]
    public void A_process_asked_for_by_its_number_has_the_clock_it_has_itself()
    {
        var before = AccountedClock.ReadProcess();
        var byNumber = AccountedClock.ReadProcess(Pid.Current);
        byNumber.Should().BeGreaterThanOrEqualTo(before).And.BeLessThanOrEqualTo(AccountedClock.ReadProcess());
    }

    [Test]
    public void Another_process_has_a_clock_of_its_own() =>
        AccountedClock.ReadProcess(new Pid(1)).Should().NotBe(AccountedClock.ReadProcess());

    [Test]
    public void A_process_that_is_not_there_is_refused()
    {
        var read = () => AccountedClock.ReadProcess(new Pid(int.MaxValue / 16));
        read.Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.EINVAL);
    }
}
