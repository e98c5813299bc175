using System.ComponentModel;

namespace LinuxThreads.PingPong;

/// <summary>What is known of a mechanism before it is measured.</summary>
public static class MechanismExtensions
{
    /// <summary>The name on the command line and in JSON.</summary>
    public static string JsonName(this Mechanism mechanism) => mechanism switch
    {
        Mechanism.Futex => "futex",
        Mechanism.Pipe => "pipe",
        Mechanism.Yield => "yield",
        Mechanism.Channel => "channel",
        Mechanism.TaskYield => "task-yield",
        _ => throw new InvalidEnumArgumentException(nameof(mechanism), (int)mechanism, typeof(Mechanism)),
    };

    /// <summary>The kernel switches that one round trip must take by the mechanism's definition: 2, or 0 for a user-level one.</summary>
    public static int NominalSwitchesPerRoundTrip(this Mechanism mechanism) => mechanism.IsUserLevel() ? 0 : 2;

    /// <summary>True if the hand-over is made in user space, so that the kernel should count no switch at all.</summary>
    public static bool IsUserLevel(this Mechanism mechanism) => mechanism.IsManaged();

    /// <summary>True if managed code runs between the hand-overs; the others run C only and need the shim.</summary>
    public static bool IsManaged(this Mechanism mechanism) => mechanism is Mechanism.Channel or Mechanism.TaskYield;
}
