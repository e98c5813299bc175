using LinuxThreads.Switches;

namespace LinuxThreads.Tests.Switches;

[Category("Live")]
public sealed class ThreadMeterTests
{
    [Test]
    public void Each_wait_that_blocks_is_a_voluntary_switch()
    {
        using var never = new ManualResetEvent(false);
        never.WaitOne(1);
        using var meter = ThreadMeter.Start();

        for (var i = 0; i < 20; i++)
        {
            never.WaitOne(1);
        }

        var usage = meter.Read();
        usage.Counts.Voluntary.Should().BeGreaterThanOrEqualTo(20);
        usage.Elapsed.Should().BeGreaterThan(Nanoseconds.Zero);
        usage.CpuTime.Should().BeGreaterThan(Nanoseconds.Zero).And.BeLessThan(usage.Elapsed);
    }

    [Test]
    public void A_page_touched_first_is_a_minor_fault()
    {
        using var meter = ThreadMeter.Start();
        var page = new byte[64 * 1024 * 1024];
        for (var i = 0; i < page.Length; i += 4096)
        {
            page[i] = 1;
        }

        var usage = meter.Read();
        usage.MinorFaults.Should().BePositive();
        usage.MajorFaults.Should().BeGreaterThanOrEqualTo(0);
        (usage.UserTime + usage.SystemTime).Should().BeGreaterThanOrEqualTo(Nanoseconds.Zero);
        GC.KeepAlive(page);
    }

    [Test]
    public void The_end_of_the_scope_writes_the_result()
    {
        using var never = new ManualResetEvent(false);
        ThreadUsage usage = default;
        using (ThreadMeter.Start(ref usage))
        {
            never.WaitOne(1);
            usage.Should().Be(default(ThreadUsage));
        }

        usage.Counts.Voluntary.Should().BePositive();
        usage.Elapsed.Should().BeGreaterThan(Nanoseconds.Zero);
    }

    [Test]
    public void What_another_thread_does_is_not_counted()
    {
        using var meter = ThreadMeter.Start();
        var other = new Thread(() =>
        {
            using var never = new ManualResetEvent(false);
            for (var i = 0; i < 300; i++)
            {
                never.WaitOne(1);
            }
        });
        other.Start();
        other.Join();

        meter.Read().Counts.Voluntary.Should().BeLessThan(300);
    }

    [Test]
    public void Nothing_is_allocated()
    {
        Measure();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Measure();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        static void Measure()
        {
            ThreadUsage usage = default;
            for (var i = 0; i < 100; i++)
            {
                using var meter = ThreadMeter.Start(ref usage);
                _ = meter.Read();
            }
        }
    }

    [Test]
    public void A_meter_that_was_never_started_says_so()
    {
        var message = "";
        try
        {
            default(ThreadMeter).Read();
        }
        catch (InvalidOperationException exception)
        {
            message = exception.Message;
        }

        message.Should().Contain("ThreadMeter.Start()");
    }
}
