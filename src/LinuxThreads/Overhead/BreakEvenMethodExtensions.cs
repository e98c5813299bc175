using System.ComponentModel;

namespace LinuxThreads.Overhead;

/// <summary>The names of the ways to a break-even.</summary>
public static class BreakEvenMethodExtensions
{
    /// <summary>The name in JSON: <c>constant-cost</c> or <c>interpolated</c>.</summary>
    public static string JsonName(this BreakEvenMethod method) => method switch
    {
        BreakEvenMethod.ConstantCost => "constant-cost",
        BreakEvenMethod.Interpolated => "interpolated",
        _ => throw new InvalidEnumArgumentException(nameof(method), (int)method, typeof(BreakEvenMethod)),
    };
}
