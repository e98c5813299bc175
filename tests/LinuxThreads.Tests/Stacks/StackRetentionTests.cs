using LinuxThreads.Interop;
using LinuxThreads.Stacks;
using LinuxThreads.Tests.Interop;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Stacks;

[Category("Live")]
public sealed class StackRetentionTests
{
    private const long Slack = 8 << 10;

    [TestCase(64)]
    [TestCase(512)]
    public void What_a_thread_touched_and_left_is_retained_in_its_own_row_only(int kibibytes)
    {
        ShimFacts.RequireShim();
        using var shallow = Park(0);
        using var deep = Park(kibibytes << 10);

        var stacks = StackSnapshot.Read(Pid.Current).Threads.ToDictionary(static thread => thread.Tid);

        stacks[TidOf(deep)].Retained!.Value.Bytes.Should().BeInRange((kibibytes << 10) - Slack, (kibibytes << 10) + Slack);
        stacks[TidOf(shallow)].Retained!.Value.Bytes.Should().BeLessThanOrEqualTo(3 * Slack);
    }

    [Test]
    public void Of_a_foreign_process_all_but_the_top_of_each_stack_was_left_behind()
    {
        using var target = StackTarget.Start("parked-stacks", "40", "262144");

        var snapshot = StackSnapshot.Read(target.Pid);

        foreach (var (truth, seen) in target.Beside(snapshot).Where(static pair => pair.Seen.Retained is not null))
        {
            (truth.Resident - seen.Retained!.Value.Bytes).Should().BeInRange(Environment.SystemPageSize, 4 * Environment.SystemPageSize);
        }

        var pointersAreTold = snapshot.Unavailable.All(static entry => entry.Field != "retained_bytes");
        snapshot.Totals.RetainedKnown.Should().BeInRange(pointersAreTold ? 40 : 0, pointersAreTold ? 41 : 0, "the first thread may be on a CPU");
        snapshot.Totals.Retained.Bytes.Should().Be(snapshot.Threads.Sum(static thread => thread.Retained?.Bytes ?? 0));
    }

    [Test]
    public void A_thread_that_burns_CPU_has_no_stack_pointer_to_tell_it_by()
    {
        using var target = StackTarget.Start("parked-stacks", "2", "262144", "spin");

        var snapshot = StackSnapshot.Read(target.Pid);
        if (snapshot.Unavailable.Any(static entry => entry.Field == "retained_bytes"))
        {
            Assert.Ignore("Stack pointers may not be read here.");
        }

        var spinner = target.Beside(snapshot).Single(static pair => pair.Seen.Retained is null).Seen;
        spinner.RetainedUnknown.Should().Contain("on a CPU");
    }

    [Test]
    public void The_meter_finds_the_depth_after_the_return_and_little_after_trimming()
    {
        ShimFacts.RequireShim();
        var result = StackRetentionMeter.Measure(new StackRetentionPlan { Threads = 8, Depth = new ByteSize(1 << 20) });

        result.Verdict.Should().Be(Verdict.Valid, string.Join("; ", result.Samples));
        result.Samples.Should().HaveCount(8);
        result.ReturnedBytes.Min.Should().BeGreaterThan(1 << 20);
        result.TrimmedBytes.Max.Should().BeLessThan(64 << 10);
        result.ShallowBytes.Max.Should().BeLessThan(64 << 10);
    }

    [Test]
    public void The_verdict_follows_the_counts()
    {
        static StackRetentionResult Of(RetentionSample sample) =>
            new() { Plan = new StackRetentionPlan { Threads = 1, Depth = Kilobytes(1024) }, Samples = [sample] };

        var good = new RetentionSample(Kilobytes(8), Kilobytes(1036), Kilobytes(16), Kilobytes(1020));
        Of(good).Verdict.Should().Be(Verdict.Valid);
        Of(good with { Returned = Kilobytes(1020), Freed = Kilobytes(1004) }).Verdict.Should().Be(Verdict.WrongCount, "less than the depth is left");
        Of(good with { Returned = Kilobytes(1060), Freed = Kilobytes(1044) }).Verdict.Should().Be(Verdict.WrongCount, "more than the depth explains");
        Of(good with { Shallow = Kilobytes(36) }).Verdict.Should().Be(Verdict.WrongCount, "the shallow one is not shallow");
        Of(good with { Freed = Kilobytes(1016) }).Verdict.Should().Be(Verdict.WrongCount, "the trim and the kernel disagree");
    }

    [Test]
    public void A_plan_that_measures_nothing_is_refused()
    {
        FluentActions.Invoking(static () => new StackRetentionPlan { Threads = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(static () => new StackRetentionPlan { Depth = ByteSize.Zero }).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static ByteSize Kilobytes(long count) => ByteSize.FromKibibytes(count);

    private static Tid TidOf(ParkGroupHandle group) => new(group.Thread(0).Tid);

    private static ParkGroupHandle Park(int touch)
    {
        var plan = ShimParkPlan.New();
        plan.Count = 1;
        plan.StackSize = 1 << 20;
        plan.TouchBytes = (ulong)touch;
        return ParkGroupHandle.Create(plan);
    }
}
