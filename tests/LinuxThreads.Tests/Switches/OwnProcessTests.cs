using LinuxThreads.Interop;
using LinuxThreads.Switches;

namespace LinuxThreads.Tests.Switches;

[Category("Live")]
[NonParallelizable]
public sealed class OwnProcessTests
{
    [Test]
    public void The_threads_and_the_ended_ones_add_up_to_what_the_process_counted()
    {
        var before = UsageCounters.ReadProcess();
        var snapshot = SwitchSnapshot.Read(Pid.Current);
        var after = UsageCounters.ReadProcess();

        var range = snapshot.ProcessSwitches!.Value;
        range.AtLeast.Should().BeGreaterThanOrEqualTo(before.VoluntarySwitches + before.InvoluntarySwitches);
        range.AtMost.Should().BeLessThanOrEqualTo(after.VoluntarySwitches + after.InvoluntarySwitches);
        var exited = snapshot.Totals.ExitedSwitches!.Value;
        var listed = snapshot.Totals.Counts!.Value.Switches;
        (listed + exited.AtMost).Should().BeGreaterThanOrEqualTo(range.AtLeast);
        (listed + exited.AtLeast).Should().BeLessThanOrEqualTo(Math.Max(range.AtMost, listed));
        snapshot.Unavailable.Should().BeEmpty();
    }

    [Test]
    public void Switches_of_threads_that_started_and_ended_in_between_are_in_the_sum_of_the_ended()
    {
        const int Naps = 300;
        var before = SwitchSnapshot.Read(Pid.Current);
        var tid = RunToItsEnd(Naps);
        Until.Holds("the kernel has taken the thread off its list", () => Directory.Exists($"/proc/self/task/{tid}"), there => !there);
        var after = SwitchSnapshot.Read(Pid.Current);

        var interval = SwitchSnapshot.Difference(before, after);

        interval.Threads.Should().NotContain(thread => thread.Tid == tid);
        interval.Totals.ExitedSwitches!.Value.AtMost.Should().BeGreaterThanOrEqualTo(Naps);
    }

    [Test]
    public void A_thread_that_starts_or_ends_between_two_snapshots_is_told_as_such()
    {
        using var leave = new ManualResetEventSlim();
        using var tids = new System.Collections.Concurrent.BlockingCollection<Tid>();
        var thread = new Thread(() =>
        {
            tids.Add(TaskCalls.CurrentTid);
            leave.Wait();
        });

        var without = SwitchSnapshot.Read(Pid.Current);
        thread.Start();
        var tid = tids.Take();
        var with = SwitchSnapshot.Read(Pid.Current);
        leave.Set();
        thread.Join();
        Until.Holds("the kernel has taken the thread off its list", () => Directory.Exists($"/proc/self/task/{tid}"), there => !there);
        var ended = SwitchSnapshot.Read(Pid.Current);

        var starting = SwitchSnapshot.Difference(without, with);
        starting.Started.Should().Contain(tid);
        starting.Threads.Should().Contain(t => t.Tid == tid && t.Counts != null);
        starting.Unavailable.Should().BeEmpty();
        var ending = SwitchSnapshot.Difference(with, ended);
        ending.Exited.Should().Contain(t => t.Tid == tid);
        ending.Threads.Should().NotContain(t => t.Tid == tid);
    }

    // Blocking hand-overs with the test's own thread: each makes the new thread wait at least once.
    internal static Tid RunToItsEnd(int naps)
    {
        var tid = default(Tid);
        var thread = new Thread(() =>
        {
            tid = TaskCalls.CurrentTid;
            var start = UsageCounters.ReadThread().VoluntarySwitches;
            using var never = new ManualResetEvent(false);
            while (UsageCounters.ReadThread().VoluntarySwitches - start < naps)
            {
                never.WaitOne(1);
            }
        });
        thread.Start();
        thread.Join();
        return tid;
    }
}
