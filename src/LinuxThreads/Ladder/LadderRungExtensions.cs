namespace LinuxThreads.Ladder;

/// <summary>What is known of a rung before it is measured.</summary>
public static class LadderRungExtensions
{
    /// <summary>The name in JSON and in tables, for instance <c>null-syscall</c>.</summary>
    public static string JsonName(this LadderRung rung) => LadderTraits.Of(rung).Name;

    /// <summary>True if its cost is that of a switch that the kernel counted; false if it is that of a call.</summary>
    public static bool IsHandOver(this LadderRung rung) => LadderTraits.Of(rung).Call is null;

    /// <summary>The rung that its cost is compared with, or <see langword="null"/> for the first.</summary>
    public static LadderRung? ComparedWith(this LadderRung rung) => LadderTraits.Of(rung).ComparedWith;
}
