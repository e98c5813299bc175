using LinuxThreads.PingPong;

namespace LinuxThreads.Cli.Laboratories;

/// <summary>A row that was asked for and that this machine, or the plan itself, does not have.</summary>
internal sealed record MissingRow(PingPongPlan Plan, string Reason)
{
    /// <summary>True if it is the mechanism that is missing, wherever it would run: worth a line among those that are there.</summary>
    public bool IsOfTheMechanism => PingPongMeter.WhyUnavailable(Plan.Mechanism) is not null;

    /// <summary>The row as JSON names it.</summary>
    public Unavailable ToUnavailable() => new(HandOverRows.NameOf(Plan), Reason, null);
}
