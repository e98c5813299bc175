namespace LinuxThreads.Stacks;

/// <summary>How a route is spelled in JSON and in tables.</summary>
public static class StackRouteExtensions
{
    /// <summary>The spelling: <c>pagemap</c> or <c>smaps</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public static string JsonName(this StackRoute route) => route switch
    {
        StackRoute.Pagemap => "pagemap",
        StackRoute.Smaps => "smaps",
        _ => throw new ArgumentOutOfRangeException(nameof(route), route, "Not a route."),
    };
}
