using System.ComponentModel;

namespace LinuxThreads.Scale;

/// <summary>The spelling of the orders.</summary>
public static class HandOverOrderExtensions
{
    /// <summary>The name in JSON, for instance <c>parking</c>.</summary>
    public static string JsonName(this HandOverOrder order) => order switch
    {
        HandOverOrder.Parking => "parking",
        HandOverOrder.Random => "random",
        _ => throw new InvalidEnumArgumentException(nameof(order), (int)order, typeof(HandOverOrder)),
    };
}
