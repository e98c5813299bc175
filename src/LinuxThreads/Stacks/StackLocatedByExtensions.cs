namespace LinuxThreads.Stacks;

/// <summary>How a way of finding a stack is spelled in JSON and in tables.</summary>
public static class StackLocatedByExtensions
{
    /// <summary>The spelling: <c>own-bounds</c>, <c>robust-list</c>, <c>stack-pointer</c> or <c>main</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public static string JsonName(this StackLocatedBy way) => way switch
    {
        StackLocatedBy.OwnBounds => "own-bounds",
        StackLocatedBy.RobustList => "robust-list",
        StackLocatedBy.StackPointer => "stack-pointer",
        StackLocatedBy.Main => "main",
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "Not a way of finding a stack."),
    };
}
