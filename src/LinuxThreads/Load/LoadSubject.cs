using System.Globalization;
using LinuxThreads.Calls;
using LinuxThreads.Loops;
using LinuxThreads.PingPong;

namespace LinuxThreads.Load;

/// <summary>What is run at one point of a sweep: a hand-over or a timed sleep, and what is taken off a hand-over.</summary>
/// <param name="Name">The point's name.</param>
/// <param name="Setting">The number in it, if there is one.</param>
internal sealed record LoadSubject(string Name, long? Setting)
{
    /// <summary>The hand-over.</summary>
    public PingPongPlan? Pair { get; private init; }

    /// <summary>The sleep.</summary>
    public CallPlan? Wait { get; private init; }

    /// <summary>The same calls and work by one thread.</summary>
    public CallPlan? Control { get; private init; }

    /// <summary>The points of a sweep, in their order, not sized yet.</summary>
    public static IReadOnlyList<LoadSubject> Of(LoadSweep sweep, LoadPlan plan) => sweep switch
    {
        LoadSweep.RunQueue => [.. plan.RunQueueLengths.Select(length => HandOver(Number(length), length, futex => futex with { Runnable = length }))],
        LoadSweep.Policy => [.. Policies.Select(static policy => HandOver(policy.JsonName(), null, futex => futex with { Policy = policy }))],
        LoadSweep.Bystanders => [.. plan.Bystanders.Select(count => HandOver(Number(count), count, futex => futex with { Bystanders = count }))],
        LoadSweep.Vectors => [WithControl("clean", WorkPerTurn.CleanVectors), WithControl("dirty", WorkPerTurn.DirtyVectors)],
        LoadSweep.TimerSlack =>
        [
            Sleep("inherited", null, plan, awake: false), Sleep($"{Number(plan.TimerSlack.Value)} ns", plan.TimerSlack, plan, awake: false),
            Sleep("inherited, awake", null, plan, awake: true), Sleep($"{Number(plan.TimerSlack.Value)} ns, awake", plan.TimerSlack, plan, awake: true),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(sweep), sweep, "Not a sweep."),
    };

    /// <summary>The same with batches of so many round trips, waits or calls.</summary>
    public LoadSubject Sized(int batches, int operations, int controlCalls) => this with
    {
        Pair = Pair is null ? null : Pair with { Batches = batches, BatchRoundTrips = operations },
        Wait = Wait is null ? null : Wait with { Batches = batches, BatchCalls = operations, WarmUpCalls = WarmUpWaits },
        Control = Control is null ? null : Control with { Batches = batches, BatchCalls = controlCalls },
    };

    // A wait lasts a tenth of a millisecond, and what it warms up is warm after a few.
    private const int WarmUpWaits = 50;

    private static readonly SchedulingPolicy[] Policies =
        [SchedulingPolicy.Other, SchedulingPolicy.Batch, SchedulingPolicy.Idle, SchedulingPolicy.Fifo, SchedulingPolicy.RoundRobin];

    private static LoadSubject HandOver(string name, long? setting, Func<PingPongPlan, PingPongPlan> under) =>
        new(name, setting) { Pair = under(PingPongPlan.Default(Mechanism.Futex, Placement.SameCpu)) };

    private static LoadSubject WithControl(string name, WorkPerTurn work) => HandOver(name, null, futex => futex with { Work = work }) with
    {
        Control = new CallPlan { Kind = CallKind.FutexBoth, Work = work },
    };

    private static LoadSubject Sleep(string name, Nanoseconds? slack, LoadPlan plan, bool awake) => new(name, slack?.Value)
    {
        Wait = new CallPlan { Kind = CallKind.TimedWait, Timeout = plan.Timeout, TimerSlack = slack, Runnable = awake ? 1 : 0 },
    };

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
