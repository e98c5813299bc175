using System.ComponentModel;

namespace LinuxThreads.Scale;

/// <summary>The spelling of the ends of a run.</summary>
public static class ScaleEndExtensions
{
    /// <summary>The name in JSON, for instance <c>floor</c>.</summary>
    public static string JsonName(this ScaleEnd end) => end switch
    {
        ScaleEnd.Done => "done",
        ScaleEnd.Predicted => "predicted",
        ScaleEnd.Refused => "errno",
        ScaleEnd.Floor => "floor",
        ScaleEnd.Stopped => "stopped",
        ScaleEnd.Died => "died",
        _ => throw new InvalidEnumArgumentException(nameof(end), (int)end, typeof(ScaleEnd)),
    };
}
