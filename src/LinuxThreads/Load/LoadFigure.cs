namespace LinuxThreads.Load;

/// <summary>Which figure the points of a sweep are compared by, all in nanoseconds.</summary>
public enum LoadFigure
{
    /// <summary>Time on a CPU of the two threads ÷ the switches counted of them.</summary>
    CpuPerSwitch,

    /// <summary>Time of a round trip ÷ the switches counted in it.</summary>
    WallPerSwitch,

    /// <summary>Time of a round trip, less the same calls and the same work by one thread that hands over to nobody, ÷ the switches counted in it.</summary>
    NetPerSwitch,

    /// <summary>Time of a timed sleep less its timeout.</summary>
    Lateness,
}
