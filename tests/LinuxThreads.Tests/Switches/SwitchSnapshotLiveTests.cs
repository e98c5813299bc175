using System.Globalization;
using LinuxThreads.Procfs;
using LinuxThreads.Switches;

namespace LinuxThreads.Tests.Switches;

[Category("Live")]
public sealed class SwitchSnapshotLiveTests
{
    [Test]
    public void Each_thread_shows_what_it_counted_itself_and_the_one_switch_that_parked_it()
    {
        using var target = NativeTarget.Start("switchers", "64");
        var own = target.Lines.Select(line => line.Split(' '))
            .ToDictionary(words => new Tid(Number(words[1])), words => new SwitchCounts(Number(words[2]), Number(words[3])));

        var snapshot = SwitchSnapshot.Read(target.Pid);

        var more = snapshot.Threads.Where(thread => own.ContainsKey(thread.Tid)).Select(thread => thread.Counts!.Value - own[thread.Tid]).ToArray();
        more.Should().HaveCount(64).And.OnlyContain(counts => counts == new SwitchCounts(1, 0));
        snapshot.Threads.Should().HaveCount(65);
    }

    [Test]
    public void In_a_quiet_process_all_files_and_fields_agree()
    {
        using var target = NativeTarget.Start("switchers", "16");
        WaitUntilParked(target.Pid);

        var snapshot = SwitchSnapshot.Read(target.Pid);

        foreach (var thread in snapshot.Threads)
        {
            var status = PidStatus.Read(ProcRoot.System, target.Pid, thread.Tid);
            thread.Counts.Should().Be(new SwitchCounts(status.VoluntaryCtxtSwitches!.Value, status.NonvoluntaryCtxtSwitches!.Value));
            PidSched.Read(ProcRoot.System, target.Pid, thread.Tid).NrSwitches.Should().Be(thread.Counts!.Value.Switches);
            // A thread that sleeps has been put on a CPU as often as it was taken off one.
            thread.Timeslices.Should().Be(thread.Counts.Value.Switches);
            thread.Comm.Should().Be(Comm.Read(ProcRoot.System, target.Pid, thread.Tid));
        }
    }

    [Test]
    public void A_quiet_process_shows_no_switch_in_an_interval()
    {
        using var target = NativeTarget.Start("switchers", "16");
        WaitUntilParked(target.Pid);

        var interval = SwitchSnapshot.Difference(SwitchSnapshot.Read(target.Pid), SwitchSnapshot.Read(target.Pid));

        interval.Totals.Counts.Should().Be(SwitchCounts.Zero);
        interval.Totals.Timeslices.Should().Be(0);
        interval.Totals.Started.Should().Be(0);
        interval.Totals.Exited.Should().Be(0);
        interval.Totals.Threads.Should().Be(17);
    }

    [Test]
    public void Hostile_thread_names_are_read_byte_for_byte()
    {
        using var target = NativeTarget.Start("churn-beside");

        var names = SwitchSnapshot.Read(target.Pid).Threads.Select(thread => thread.Comm);

        names.Should().Contain([new Comm("a) b (c"u8), new Comm("new\nline"u8), new Comm("äöüßäöüß"u8[..15])]);
    }

    [Test]
    public void Threads_that_come_and_go_are_never_mixed_up_with_those_that_stay()
    {
        using var target = NativeTarget.Start("churn-beside");
        var staying = target.Lines.Select(line => new Tid(Number(line.Split(' ')[1]))).ToArray();
        var before = SwitchSnapshot.Read(target.Pid);
        var first = before.Threads.Where(thread => staying.Contains(thread.Tid)).ToArray();
        first.Should().HaveCount(4).And.OnlyContain(thread => thread.Counts!.Value.Voluntary >= 500);
        var started = 0;

        for (var i = 0; i < 200; i++)
        {
            var after = SwitchSnapshot.Read(target.Pid);
            var interval = SwitchSnapshot.Difference(before, after);
            after.Threads.Where(thread => staying.Contains(thread.Tid)).Should().Equal(first);
            interval.Threads.Where(thread => staying.Contains(thread.Tid)).Should().HaveCount(4)
                .And.OnlyContain(thread => thread.Counts == SwitchCounts.Zero && thread.Timeslices == 0);
            after.Threads.Should().NotContain(thread => thread.Comm.Text == "brief" && thread.Counts!.Value.Voluntary >= 100);
            interval.Threads.Should().NotContain(thread => thread.Comm.Text == "brief" && thread.Counts != null && thread.Counts!.Value.Voluntary >= 100);
            interval.Threads.Should().NotContain(thread => thread.Counts != null && (thread.Counts!.Value.Voluntary < 0 || thread.Counts!.Value.Involuntary < 0));
            after.Threads.Select(thread => thread.Tid).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder();
            interval.Unavailable.Select(missing => missing.Field).Should().BeSubsetOf(["exited_switches", "threads"]);
            started += interval.Totals.Started!.Value;
            before = after;
        }

        started.Should().BePositive();
    }

    [Test]
    public void A_process_that_is_gone_is_answered_clearly()
    {
        var target = NativeTarget.Start("switchers", "1");
        var pid = target.Pid;
        target.Dispose();

        SwitchSnapshot.TryRead(pid, out var snapshot).Should().BeFalse();
        snapshot.Should().BeNull();
        var act = () => SwitchSnapshot.Read(pid);
        act.Should().Throw<SyscallException>().WithMessage($"*no process {pid}*").Where(e => e.Errno == Errno.ENOENT);
    }

    [Test]
    public void The_id_of_a_thread_is_answered_with_the_process_it_belongs_to()
    {
        using var target = NativeTarget.Start("switchers", "2");
        var thread = new Pid(Number(target.Lines[0].Split(' ')[1]));

        SwitchSnapshot.TryRead(thread, out _).Should().BeFalse();
        var act = () => SwitchSnapshot.Read(thread);
        act.Should().Throw<SyscallException>().WithMessage($"*{thread} is a thread of process {target.Pid}*");
    }

    [Test]
    public void A_foreign_process_does_not_tell_what_its_ended_threads_did_and_says_so()
    {
        var init = new Pid(1);
        if (init == Pid.Current || !ProcRoot.System.Exists("proc/1/task/1/stat"))
        {
            Assert.Ignore("process 1 cannot be seen here");
        }

        // Every file that is read is readable by anybody, unless /proc is mounted with hidepid.
        var snapshot = SwitchSnapshot.Read(init);

        snapshot.Threads.Should().Contain(thread => thread.Tid == init.MainThread && thread.Counts != null);
        snapshot.Unavailable.Select(missing => missing.Field).Should().NotContain(["switches", "voluntary", "involuntary", "timeslices"]);
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private static void WaitUntilParked(Pid pid) => Until.Holds(
        "every thread sleeps and nothing moves",
        () => (First: SwitchSnapshot.Read(pid), Asleep: SwitchSnapshot.Read(pid).Threads.All(thread =>
            PidStat.Read(ProcRoot.System, pid, thread.Tid).State.Letter == 'S'), Second: SwitchSnapshot.Read(pid)),
        reading => reading.Asleep && reading.First.Threads.SequenceEqual(reading.Second.Threads));
}
