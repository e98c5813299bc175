using LinuxThreads.Procfs;
using LinuxThreads.Switches;

namespace LinuxThreads.Tests.Switches;

[Category("Live")]
[NonParallelizable]
public sealed class TaskstatsTests
{
    [Test]
    public void A_process_none_of_whose_threads_ended_has_no_switches_of_ended_threads()
    {
        using var target = NativeTarget.Start("switchers", "8");
        RequireTaskstats(target.Pid);

        // The main thread may still be on its way into the read that it waits in.
        var snapshot = Until.Holds(
            "the process is quiet", () => SwitchSnapshot.Read(target.Pid), reading => reading.Totals.ExitedSwitches is { IsExact: true });

        snapshot.Totals.ExitedSwitches.Should().Be(new SwitchRange(0, 0));
        snapshot.Totals.ExitedSource.Should().Be(ProcessCountSource.Taskstats);
        snapshot.ProcessSwitches!.Value.AtLeast.Should().Be(snapshot.Totals.Timeslices);
        snapshot.Unavailable.Should().BeEmpty();
    }

    [Test]
    public void Threads_that_ended_unseen_are_counted_for_another_process()
    {
        using var target = NativeTarget.Start("churn-beside");
        RequireTaskstats(target.Pid);
        var before = SwitchSnapshot.Read(target.Pid);

        var interval = Until.Holds(
            "threads have ended",
            () => SwitchSnapshot.Difference(before, SwitchSnapshot.Read(target.Pid)),
            interval => interval.Totals.ExitedSwitches!.Value.AtLeast >= 3000);

        interval.Totals.ExitedSource.Should().Be(ProcessCountSource.Taskstats);
    }

    [Test]
    public void Getrusage_and_taskstats_agree_on_threads_of_this_process_that_ended()
    {
        RequireTaskstats(Pid.Current);
        const int Naps = 200;
        var first = Read();
        var tid = OwnProcessTests.RunToItsEnd(Naps);
        Until.Holds("the kernel has taken the thread off its list", () => Directory.Exists($"/proc/self/task/{tid}"), there => !there);
        var interval = SwitchSnapshot.Difference(first, Read());

        interval.Totals.ExitedSource.Should().Be(ProcessCountSource.Taskstats);
        interval.Totals.ExitedSwitches!.Value.AtMost.Should().BeGreaterThan(Naps);

        static SwitchSnapshot Read()
        {
            using var counter = new TaskstatsCounter(Pid.Current);
            new SwitchReader(new ProcThreadFiles(ProcRoot.System, Pid.Current), counter).TryRead(Pid.Current, out var snapshot).Should().BeTrue();
            return snapshot!;
        }
    }

    [Test]
    public void A_process_that_is_gone_is_a_refusal_and_no_count()
    {
        RequireTaskstats(Pid.Current);
        using var target = NativeTarget.Start("switchers", "1");
        using var counter = new TaskstatsCounter(target.Pid);
        target.End();

        counter.Read().Should().BeNull();
        counter.Explain().Field.Should().Be("exited_switches");
        counter.Explain().Reason.Should().Contain("ESRCH");
    }

    [Test]
    public void Without_the_capability_the_refusal_names_it()
    {
        using var counter = new TaskstatsCounter(new Pid(1));
        if (counter.Read() is not null)
        {
            Assert.Ignore("this user may ask taskstats");
        }

        counter.Explain().Field.Should().Be("exited_switches");
        counter.Explain().Fix.Should().NotBeNull();
        counter.Read().Should().BeNull();
    }

    private static void RequireTaskstats(Pid pid)
    {
        using var counter = new TaskstatsCounter(pid);
        if (counter.Read() is null)
        {
            Assert.Ignore(counter.Explain().Reason);
        }
    }
}
