using LinuxThreads.Procfs;
using LinuxThreads.Switches;
using static LinuxThreads.Tests.Switches.Synthetic;

namespace LinuxThreads.Tests.Switches;

/// <summary>Snapshots of made-up trees below a replaceable root.</summary>
public sealed class SwitchFixtureTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public void A_tree_is_read_as_the_kernel_would_be()
    {
        Write("uptime", "20.00 35.11\n");
        WriteThread(100, "main) (x", 1000, 5, 2, "1000 200 7\n");
        WriteThread(101, "new\nline", 1001, 50, 20, "3000 400 70\n");

        var snapshot = SwitchSnapshot.Read(Root, Synthetic.Pid);

        snapshot.Threads.Select(thread => thread.Comm.Text).Should().Equal("main) (x", "new\nline");
        snapshot.Totals.Counts.Should().Be(new SwitchCounts(55, 22));
        snapshot.Totals.CpuTime.Should().Be(new Nanoseconds(4000));
        snapshot.Totals.RunDelay.Should().Be(new Nanoseconds(600));
        snapshot.Uptime.Should().Be(new ClockTicks(2000));
        snapshot.Unavailable.Select(missing => missing.Field).Should().Equal("exited_switches");
    }

    [Test]
    public void A_tree_without_schedstat_has_unknown_delays_and_not_zero()
    {
        WriteThread(100, "worker", 1000, 5, 2, null);

        var snapshot = SwitchSnapshot.Read(Root, Synthetic.Pid);

        snapshot.Threads[0].RunDelay.Should().BeNull();
        snapshot.Threads[0].Timeslices.Should().BeNull();
        snapshot.Totals.RunDelay.Should().BeNull();
        snapshot.Unavailable.Should().Contain(missing => missing.Field == "run_delay_ns" && missing.Reason.Contains("CONFIG_SCHED_INFO"));
    }

    [Test]
    public void A_tree_without_sched_takes_the_counts_from_status()
    {
        WriteThread(100, "worker", 1000, 5, 2, "1000 200 7\n");
        File.Delete(Path.Combine(_directory.Path, "proc/100/task/100/sched"));

        var snapshot = SwitchSnapshot.Read(Root, Synthetic.Pid);

        snapshot.Threads[0].Counts.Should().Be(new SwitchCounts(5, 2));
        snapshot.Threads[0].Migrations.Should().BeNull();
        snapshot.Unavailable.Select(missing => missing.Field).Should().Contain("migrations");
    }

    [Test]
    public void A_thread_id_reused_between_two_trees_is_one_ended_and_one_started()
    {
        Write("uptime", "20.00 35.11\n");
        WriteThread(100, "main", 1000, 5, 2, "1000 200 7\n");
        WriteThread(101, "old", 1001, 50, 20, "3000 400 70\n");
        var before = SwitchSnapshot.Read(Root, Synthetic.Pid);
        WriteThread(101, "new", 2003, 60, 30, "4000 500 90\n");

        var interval = SwitchSnapshot.Difference(before, SwitchSnapshot.Read(Root, Synthetic.Pid));

        interval.Exited.Should().ContainSingle().Which.Comm.Text.Should().Be("old");
        interval.Started.Should().Equal(new Tid(101));
        interval.Threads[1].Counts.Should().Be(new SwitchCounts(60, 30));
        interval.Threads[1].Comm.Text.Should().Be("new");
    }

    [TestCase("20")]
    [TestCase("20.")]
    [TestCase("20.1")]
    [TestCase("20,11 3")]
    [TestCase("")]
    public void An_uptime_that_is_none_is_a_format_error(string text)
    {
        Write("uptime", text);
        WriteThread(100, "worker", 1000, 5, 2, "1000 200 7\n");

        var act = () => SwitchSnapshot.Read(Root, Synthetic.Pid);

        act.Should().Throw<ProcfsFormatException>().Where(e => e.Path.EndsWith("proc/uptime"));
    }

    [Test]
    public void A_tree_without_the_process_has_none()
    {
        var act = () => SwitchSnapshot.Read(Root, Synthetic.Pid);

        SwitchSnapshot.TryRead(Root, Synthetic.Pid, out _).Should().BeFalse();
        act.Should().Throw<SyscallException>().WithMessage("*no process 100*");
    }

    [Test]
    public void The_own_process_id_below_another_root_is_not_this_process()
    {
        var own = Pid.Current.Value;
        foreach (var (file, text) in new[] { ("stat", Stat(own)), ("sched", Sched(own, 5, 2)), ("schedstat", "1 2 7\n") })
        {
            Write($"{own}/task/{own}/{file}", text);
        }

        SwitchSnapshot.Read(Root, Pid.Current).ProcessSwitches.Should().BeNull();
    }

    private ProcRoot Root => new(_directory.Path);

    private void WriteThread(int tid, string name, long start, long voluntary, long involuntary, string? schedstat)
    {
        Write($"100/task/{tid}/stat", Stat(tid, name, start));
        Write($"100/task/{tid}/status", Status(tid, SwitchLines(voluntary, involuntary)));
        Write($"100/task/{tid}/sched", Sched(tid, voluntary, involuntary));
        if (schedstat is not null)
        {
            Write($"100/task/{tid}/schedstat", schedstat);
        }
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_directory.Path, "proc", path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, Bytes(text));
    }
}
