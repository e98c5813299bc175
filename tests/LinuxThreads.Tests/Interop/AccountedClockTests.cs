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
}
