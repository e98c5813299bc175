using System.ComponentModel;

namespace LinuxThreads.PingPong;

/// <summary>What is known of a mechanism before it is measured.</summary>
public static class MechanismExtensions
{
    private static readonly Dictionary<Mechanism, MechanismTraits> Known = new()
    {
        [Mechanism.Futex] = new("futex", MechanismSides.NativeThreads, 2),
        [Mechanism.Pipe] = new("pipe", MechanismSides.NativeThreads, 2),
        [Mechanism.Eventfd] = new("eventfd", MechanismSides.NativeThreads, 2),
        [Mechanism.Socketpair] = new("socketpair", MechanismSides.NativeThreads, 2),
        [Mechanism.Condvar] = new("condvar", MechanismSides.NativeThreads, 2),
        [Mechanism.Semaphore] = new("semaphore", MechanismSides.NativeThreads, 2),
        [Mechanism.Yield] = new("yield", MechanismSides.NativeThreads, 2),
        [Mechanism.Spin] = new("spin", MechanismSides.NativeThreads, 0),
        [Mechanism.Coroutine] = new("coroutine", MechanismSides.NativeContexts, 0),
        [Mechanism.Swapcontext] = new("swapcontext", MechanismSides.NativeContexts, 0),
        [Mechanism.Monitor] = new("monitor", MechanismSides.ManagedThreads, 2) { SpinsBeforeParking = true },
        [Mechanism.SemaphoreSlim] = new("semaphore-slim", MechanismSides.ManagedThreads, 2) { SpinsBeforeParking = true },
        [Mechanism.ManualResetEventSlim] = new("manual-reset-event-slim", MechanismSides.ManagedThreads, 2) { SpinsBeforeParking = true },
        [Mechanism.Channel] = new("channel", MechanismSides.ManagedTasks, 0),
        [Mechanism.TaskCompletionSource] = new("task-completion-source", MechanismSides.ManagedTasks, 0),
        [Mechanism.TaskYield] = new("task-yield", MechanismSides.ManagedTasks, 0),
        [Mechanism.Goroutine] = new("goroutine", MechanismSides.Goroutines, 0),
        [Mechanism.SeccompNotify] = new("seccomp-notify", MechanismSides.NativeThreadsOfOneProcess, 2) { IsSpecial = true },
        [Mechanism.SeccompNotifySync] = new("seccomp-notify-sync", MechanismSides.NativeThreadsOfOneProcess, 2) { IsSpecial = true },
    };

    /// <summary>The mechanisms by which programs hand over: all but those that are there for one purpose of the kernel, such as seccomp's.</summary>
    public static IReadOnlyList<Mechanism> General { get; } = [.. Known.Where(static entry => !entry.Value.IsSpecial).Select(static entry => entry.Key)];

    /// <summary>The name on the command line and in JSON.</summary>
    public static string JsonName(this Mechanism mechanism) => mechanism.Traits().Name;

    /// <summary>The kernel switches that one round trip must take by the mechanism's definition: 2, or 0 for a user-level one.</summary>
    public static int NominalSwitchesPerRoundTrip(this Mechanism mechanism) => mechanism.Traits().Switches;

    /// <summary>True if the hand-over is made in user space, so that the kernel should count no switch at all.</summary>
    public static bool IsUserLevel(this Mechanism mechanism) => mechanism.Traits().Switches == 0;

    /// <summary>True if managed code runs between the hand-overs.</summary>
    public static bool IsManaged(this Mechanism mechanism) => mechanism.Traits().Sides is MechanismSides.ManagedThreads or MechanismSides.ManagedTasks;

    /// <summary>True if it may hand over without the kernel, by spinning for a while before it parks.</summary>
    public static bool SpinsBeforeParking(this Mechanism mechanism) => mechanism.Traits().SpinsBeforeParking;

    /// <summary>The traits.</summary>
    /// <exception cref="InvalidEnumArgumentException">None of the enum's.</exception>
    internal static MechanismTraits Traits(this Mechanism mechanism) => Known.TryGetValue(mechanism, out var traits)
        ? traits
        : throw new InvalidEnumArgumentException(nameof(mechanism), (int)mechanism, typeof(Mechanism));

    /// <summary>True if threads that run C only take part: these need the shim and the worker program.</summary>
    internal static bool IsNative(this Mechanism mechanism) => mechanism.Traits().Sides
        is MechanismSides.NativeThreads or MechanismSides.NativeThreadsOfOneProcess or MechanismSides.NativeContexts;
}
