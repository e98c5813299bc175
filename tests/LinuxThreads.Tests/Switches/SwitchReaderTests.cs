using LinuxThreads.Procfs;
using LinuxThreads.Switches;
using static LinuxThreads.Tests.Switches.Synthetic;

namespace LinuxThreads.Tests.Switches;

public sealed class SwitchReaderTests
{
    private static readonly SyscallException Refused = new("open", Errno.EACCES, "/proc/100/task/100/x", "Run as root.");

    [Test]
    public void Every_figure_comes_from_its_own_file()
    {
        var thread = Read(new FakeThreadFiles().Listing(100).Thread(100, 1000)).Threads.Should().ContainSingle().Subject;

        thread.Tid.Should().Be(new Tid(100));
        thread.StartTime.Should().Be(new ClockTicks(1000));
        thread.Comm.Text.Should().Be("worker");
        thread.Counts.Should().Be(new SwitchCounts(5, 2));
        thread.Migrations.Should().Be(3);
        thread.CpuTime.Should().Be(new Nanoseconds(1000));
        thread.RunDelay.Should().Be(new Nanoseconds(200));
        thread.Timeslices.Should().Be(7);
    }

    [Test]
    public void A_thread_whose_id_is_reused_while_it_is_read_is_read_again()
    {
        var counts = new Queue<long>([900, 5]);
        var files = new FakeThreadFiles().Listing(100, 101).Thread(100, 1000).Thread(101, 1000, 2001, 2001, 2001);
        files.Sched = tid => PidSched.Parse(Bytes(Sched(tid, tid == 100 ? 1 : counts.Dequeue(), 0)));

        var thread = Read(files).Threads[1];

        thread.StartTime.Should().Be(new ClockTicks(2001));
        thread.Counts.Should().Be(new SwitchCounts(5, 0));
    }

    [Test]
    public void A_thread_id_that_never_holds_still_is_left_out()
    {
        var start = 1000L;
        var files = new FakeThreadFiles().Listing(100, 101).Thread(100, 1000);
        files.Stats[101] = () => PidStat.Parse(Bytes(Stat(101, start: start++)));

        Read(files).Threads.Should().ContainSingle().Which.Tid.Should().Be(new Tid(100));
    }

    [TestCase("first stat")]
    [TestCase("sched")]
    [TestCase("schedstat")]
    [TestCase("last stat")]
    public void A_thread_that_vanishes_at_any_file_is_left_out(string at)
    {
        var files = new FakeThreadFiles().Listing(100, 101).Thread(100, 1000).Thread(101, at == "first stat" ? [null] : at == "last stat" ? [1000, null] : [1000]);
        files.Sched = tid => tid == 101 && at == "sched" ? null : PidSched.Parse(Bytes(Sched(tid, 5, 2)));
        files.Schedstat = tid => tid == 101 && at == "schedstat" ? null : PidSchedstat.Parse("1000 200 7\n"u8);

        var snapshot = Read(files);

        snapshot.Threads.Should().ContainSingle().Which.Tid.Should().Be(new Tid(100));
        snapshot.Unavailable.Select(missing => missing.Field).Should().Equal("exited_switches");
    }

    [Test]
    public void A_thread_that_the_first_listing_skipped_is_found_by_a_further_one()
    {
        var files = new FakeThreadFiles().Listing(100).Listing(100, 101).Listing(100, 101, 102)
            .Thread(100, 1000).Thread(101, 1001).Thread(102, 1002);

        Read(files).Threads.Select(thread => thread.Tid.Value).Should().Equal(100, 101, 102);
    }

    [Test]
    public void Listing_ends_when_only_threads_younger_than_the_pass_turn_up()
    {
        var files = new FakeThreadFiles().Listing(100).Listing(100, 101).Listing(100, 101, 102).Thread(100, 1000).Thread(101, 2000);

        Read(files).Threads.Should().HaveCount(2);

        files.Opened.Count(name => name == "task").Should().Be(2);
    }

    [Test]
    public void A_kernel_without_sched_is_asked_once_and_the_counts_come_from_status()
    {
        var files = new FakeThreadFiles().Listing(100, 101, 102).Thread(100, 1000).Thread(101, 1001).Thread(102, 1002);
        files.Sched = _ => throw new KernelFeatureMissingException("sched", "CONFIG_SCHED_DEBUG");

        var snapshot = Read(files);

        snapshot.Threads.Should().HaveCount(3).And.OnlyContain(thread =>
            thread.Counts == new SwitchCounts(5, 2) && thread.Migrations == null && thread.CpuTime == new Nanoseconds(1000));
        snapshot.Totals.Migrations.Should().BeNull();
        snapshot.Unavailable.Should().Contain(missing => missing.Field == "migrations" && missing.Reason.Contains("CONFIG_SCHED_DEBUG"));
        files.Opened.Count(name => name.EndsWith("/sched")).Should().Be(1);
    }

    [Test]
    public void A_sched_that_may_not_be_read_costs_the_migrations_only()
    {
        var files = new FakeThreadFiles().Listing(100).Thread(100, 1000);
        files.Sched = _ => throw Refused;

        var snapshot = Read(files);

        snapshot.Threads[0].Counts.Should().Be(new SwitchCounts(5, 2));
        snapshot.Threads[0].Migrations.Should().BeNull();
        snapshot.Unavailable.Should().Contain(missing => missing.Field == "migrations" && missing.Reason.Contains("EACCES") && missing.Fix == "Run as root.");
    }

    [Test]
    public void Counts_that_no_file_has_are_unknown_and_not_zero()
    {
        var files = new FakeThreadFiles().Listing(100).Thread(100, 1000);
        files.Sched = _ => throw Refused;
        files.Status = tid => PidStatus.Parse(Bytes(Status(tid, "")));

        var snapshot = Read(files);

        snapshot.Threads[0].Counts.Should().BeNull();
        snapshot.Totals.Counts.Should().BeNull();
        snapshot.Unavailable.Select(missing => missing.Field).Should().Contain(["switches", "voluntary", "involuntary"]);
    }

    [Test]
    public void A_status_that_may_not_be_read_leaves_the_counts_unknown()
    {
        var files = new FakeThreadFiles().Listing(100).Thread(100, 1000);
        files.Sched = _ => throw new KernelFeatureMissingException("sched", "CONFIG_SCHED_DEBUG");
        files.Status = _ => throw Refused;

        var snapshot = Read(files);

        snapshot.Threads[0].Counts.Should().BeNull();
        snapshot.Threads[0].Timeslices.Should().Be(7);
        snapshot.Unavailable.Should().Contain(missing => missing.Field == "switches" && missing.Reason.Contains("EACCES"));
    }

    [Test]
    public void An_error_that_is_no_refusal_is_not_hidden()
    {
        var files = new FakeThreadFiles().Listing(100).Thread(100, 1000);
        files.Sched = _ => throw new SyscallException("read", new Errno(5), "/proc/100/task/100/sched");

        var act = () => Read(files);

        act.Should().Throw<SyscallException>().Where(e => e.Errno == new Errno(5));
    }

    [Test]
    public void A_kernel_without_schedstat_leaves_delay_and_timeslices_unknown_and_the_cpu_time_to_sched()
    {
        var files = new FakeThreadFiles().Listing(100, 101).Thread(100, 1000).Thread(101, 1000);
        files.Schedstat = _ => throw new KernelFeatureMissingException("schedstat", "CONFIG_SCHED_INFO");

        var snapshot = Read(files);

        snapshot.Threads.Should().OnlyContain(thread =>
            thread.RunDelay == null && thread.Timeslices == null && thread.CpuTime == new Nanoseconds(1_234_567));
        snapshot.Unavailable.Where(missing => missing.Reason.Contains("CONFIG_SCHED_INFO")).Select(missing => missing.Field)
            .Should().BeEquivalentTo("run_delay_ns", "timeslices");
        files.Opened.Count(name => name.EndsWith("/schedstat")).Should().Be(1);
    }

    [Test]
    public void A_schedstat_that_may_not_be_read_is_unknown()
    {
        var files = new FakeThreadFiles().Listing(100).Thread(100, 1000);
        files.Schedstat = _ => throw Refused;
        files.Sched = _ => throw Refused;

        var snapshot = Read(files);

        snapshot.Threads[0].CpuTime.Should().BeNull();
        snapshot.Unavailable.Select(missing => missing.Field).Should().Contain(["run_delay_ns", "timeslices", "cpu_ns"]);
    }

    [Test]
    public void Three_zeros_for_threads_that_have_run_are_unknown_and_not_zero()
    {
        var files = new FakeThreadFiles().Listing(100).Thread(100, 1000);
        files.Schedstat = _ => PidSchedstat.Parse("0 0 0\n"u8);

        var snapshot = Read(files);

        snapshot.Threads[0].RunDelay.Should().BeNull();
        snapshot.Threads[0].Timeslices.Should().BeNull();
        snapshot.Threads[0].CpuTime.Should().Be(new Nanoseconds(1_234_567));
        snapshot.Unavailable.Select(missing => missing.Field).Should().Contain(["run_delay_ns", "timeslices"]);
    }

    [Test]
    public void Three_zeros_beside_a_thread_with_figures_are_a_thread_that_has_not_run()
    {
        var files = new FakeThreadFiles().Listing(100, 101).Thread(100, 1000).Thread(101, 1000);
        files.Schedstat = tid => PidSchedstat.Parse(tid == 101 ? "0 0 0\n"u8 : "1000 200 7\n"u8);
        files.Sched = tid => PidSched.Parse(Bytes(Sched(tid, tid == 101 ? 0 : 5, 0)));

        Read(files).Threads[1].Timeslices.Should().Be(0);
    }

    [Test]
    public void The_process_count_is_read_before_and_after_the_threads()
    {
        var counter = new FakeCounter(20, 23);

        var snapshot = Read(new FakeThreadFiles().Listing(100).Thread(100, 1000), counter);

        snapshot.ProcessSwitches.Should().Be(new SwitchRange(20, 23));
        snapshot.Totals.ExitedSwitches.Should().Be(new SwitchRange(13, 16));
        snapshot.Unavailable.Should().BeEmpty();
    }

    [Test]
    public void A_count_from_taskstats_is_compared_with_the_timeslices()
    {
        var files = new FakeThreadFiles().Listing(100).Thread(100, 1000);
        files.Schedstat = _ => PidSchedstat.Parse("1000 200 9\n"u8);

        var snapshot = Read(files, new FakeCounter(20, 23) { Source = ProcessCountSource.Taskstats });

        snapshot.Totals.ExitedSwitches.Should().Be(new SwitchRange(11, 14));
        snapshot.Totals.ExitedSource.Should().Be(ProcessCountSource.Taskstats);
    }

    [Test]
    public void A_process_that_tells_nothing_of_ended_threads_says_why()
    {
        var snapshot = Read(new FakeThreadFiles().Listing(100).Thread(100, 1000));

        snapshot.Totals.ExitedSwitches.Should().BeNull();
        snapshot.Totals.Started.Should().BeNull();
        snapshot.Totals.Exited.Should().BeNull();
        snapshot.Unavailable.Should().ContainSingle().Which.Should().Be(new Unavailable("exited_switches", "because", "fix"));
    }

    [Test]
    public void The_id_of_a_thread_that_is_not_its_processes_first_names_no_process()
    {
        var files = new FakeThreadFiles().Listing(99, 100).Thread(99, 1000);
        files.Stats[100] = () => PidStat.Parse(Bytes(Stat(100, exitSignal: -1)));

        new SwitchReader(files, new FakeCounter()).TryRead(Synthetic.Pid, out _).Should().BeFalse();
    }

    [Test]
    public void A_process_that_ends_while_it_is_read_is_gone()
    {
        new SwitchReader(new FakeThreadFiles(), new FakeCounter()).TryRead(Synthetic.Pid, out _).Should().BeFalse();
        new SwitchReader(new FakeThreadFiles().Listing(100).Thread(100, [null]), new FakeCounter()).TryRead(Synthetic.Pid, out _).Should().BeFalse();
    }

    private static SwitchSnapshot Read(FakeThreadFiles files, FakeCounter? counter = null)
    {
        new SwitchReader(files, counter ?? new FakeCounter()).TryRead(Synthetic.Pid, out var snapshot).Should().BeTrue();
        return snapshot!;
    }

    private sealed class FakeCounter(params long[] counts) : IProcessCounter
    {
        private int _next;

        public ProcessCountSource Source { get; init; }

        public long? Read() => _next < counts.Length ? counts[_next++] : null;

        public Unavailable Explain() => new("exited_switches", "because", "fix");

        public void Dispose()
        {
        }
    }
}
