using LinuxThreads.Interop;
using LinuxThreads.Native;
using LinuxThreads.Tests.Native;

namespace LinuxThreads.Tests.Interop;

[Category("Live")]
public sealed unsafe class UsageCountersTests
{
    [Test]
    public void Switches_of_the_calling_thread_are_those_of_its_status_file()
    {
        using var thread = NativeThread.Start(NativeThreadOptions.Default, static () =>
        {
            // A switch may fall between two readings; one pair of equal readings around the file settles it.
            UsageCounters before = default, after = default;
            string[] status = [];
            Until.True(
                () =>
                {
                    before = UsageCounters.ReadThread();
                    status = File.ReadAllLines("/proc/thread-self/status");
                    after = UsageCounters.ReadThread();
                    return before.VoluntarySwitches == after.VoluntarySwitches && before.InvoluntarySwitches == after.InvoluntarySwitches;
                },
                "two readings without a switch between");

            status.Should().Contain($"voluntary_ctxt_switches:\t{before.VoluntarySwitches}");
            status.Should().Contain($"nonvoluntary_ctxt_switches:\t{before.InvoluntarySwitches}");
        });
        thread.Join();
    }

    [Test]
    public void A_wait_that_times_out_is_one_voluntary_switch()
    {
        // The runtime may stop this thread to collect garbage, which is a sleep of its own: rarely, and not five times in a row.
        long[] switches = [.. Enumerable.Range(0, 5).Select(static _ => SwitchesOfTwentyWaits())];

        // A thread preempted between setting its timer and going to sleep may find the time up already.
        switches.Should().Contain(static count => count >= 18 && count <= 20).And.OnlyContain(static count => count >= 15);
    }

    private static long SwitchesOfTwentyWaits()
    {
        var word = 0;
        var before = UsageCounters.ReadThread();
        for (var i = 0; i < 20; i++)
        {
            Futex.Wait(ref word, 0, TimeSpan.FromTicks(5_000)).Should().Be(FutexWaitResult.TimedOut);
        }

        return UsageCounters.ReadThread().VoluntarySwitches - before.VoluntarySwitches;
    }

    [Test]
    public void Touching_fresh_pages_counts_a_minor_fault_each()
    {
        const int Pages = 64;
        var page = Environment.SystemPageSize;
        var posix = new LibcPosix();
        var address = posix.Map((nuint)(Pages * page), PageAccess.ReadWrite);
        var before = UsageCounters.ReadThread();
        for (var i = 0; i < Pages; i++)
        {
            ((byte*)address)[i * page] = 1;
        }

        var after = UsageCounters.ReadThread();
        posix.Unmap(address, (nuint)(Pages * page));

        (after.MinorFaults - before.MinorFaults).Should().BeInRange(Pages, Pages + 16);
    }

    [Test]
    public void The_process_includes_threads_that_have_ended()
    {
        var inThread = default(UsageCounters);
        var before = UsageCounters.ReadProcess();
        using (var thread = NativeThread.Start(NativeThreadOptions.Default, () =>
        {
            var word = 0;
            for (var i = 0; i < 200; i++)
            {
                Futex.Wait(ref word, 0, TimeSpan.FromTicks(1));
            }

            inThread = UsageCounters.ReadThread();
        }))
        {
            thread.Join();
            Until.True(() => !Directory.Exists($"/proc/self/task/{thread.Tid}"), "the task to go");
        }

        var after = UsageCounters.ReadProcess();
        inThread.VoluntarySwitches.Should().BeGreaterThan(100);
        (after.VoluntarySwitches - before.VoluntarySwitches).Should().BeGreaterThanOrEqualTo(inThread.VoluntarySwitches);
    }

    [Test]
    public void Reading_allocates_nothing()
    {
        _ = (UsageCounters.ReadThread(), UsageCounters.ReadProcess(), Clocks.ReadThreadCpuTime(), Clocks.ReadProcessCpuTime(), MonotonicClock.Read());
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _ = (UsageCounters.ReadThread(), UsageCounters.ReadProcess(), Clocks.ReadThreadCpuTime(), Clocks.ReadProcessCpuTime(), MonotonicClock.Read());
        }

        GC.GetAllocatedBytesForCurrentThread().Should().Be(before);
    }

    [Test]
    public void CPU_time_of_the_thread_lies_between_two_readings_of_its_usage()
    {
        using var thread = NativeThread.Start(NativeThreadOptions.Default, static () =>
        {
            var sink = 0;
            for (var i = 0; i < 20_000_000; i++)
            {
                sink ^= i;
            }

            var first = UsageCounters.ReadThread();
            var clock = Clocks.ReadThreadCpuTime();
            var second = UsageCounters.ReadThread();
            // getrusage cuts each of its two times to whole microseconds.
            var cut = new Nanoseconds(2_000);
            clock.Should().BeGreaterThanOrEqualTo(first.UserTime + first.SystemTime);
            clock.Should().BeLessThanOrEqualTo(second.UserTime + second.SystemTime + cut);
            Clocks.ReadProcessCpuTime().Should().BeGreaterThanOrEqualTo(clock);
            GC.KeepAlive(sink);
        });
        thread.Join();
    }

    [Test]
    public void The_monotonic_clock_is_the_runtimes_and_never_falls()
    {
        var before = System.Diagnostics.Stopwatch.GetTimestamp();
        var now = MonotonicClock.Read();
        var after = System.Diagnostics.Stopwatch.GetTimestamp();

        System.Diagnostics.Stopwatch.Frequency.Should().Be(Nanoseconds.PerSecond);
        now.Value.Should().BeInRange(before, after);
    }
}
