using System.ComponentModel;

namespace LinuxThreads.Load;

/// <summary>The names of the sweeps, and what their points are compared by.</summary>
public static class LoadSweepExtensions
{
    /// <summary>The name on the command line and in JSON, for instance <c>run-queue</c>.</summary>
    /// <exception cref="InvalidEnumArgumentException">None of the enum's.</exception>
    public static string JsonName(this LoadSweep sweep) => sweep switch
    {
        LoadSweep.RunQueue => "run-queue",
        LoadSweep.Policy => "policy",
        LoadSweep.Bystanders => "bystanders",
        LoadSweep.Vectors => "vectors",
        LoadSweep.TimerSlack => "timer-slack",
        _ => throw new InvalidEnumArgumentException(nameof(sweep), (int)sweep, typeof(LoadSweep)),
    };

    /// <summary>The figure that the points of a sweep are compared by.</summary>
    /// <exception cref="InvalidEnumArgumentException">None of the enum's.</exception>
    public static LoadFigure Figure(this LoadSweep sweep) => sweep switch
    {
        LoadSweep.RunQueue => LoadFigure.CpuPerSwitch,
        LoadSweep.Policy or LoadSweep.Bystanders => LoadFigure.WallPerSwitch,
        LoadSweep.Vectors => LoadFigure.NetPerSwitch,
        LoadSweep.TimerSlack => LoadFigure.Lateness,
        _ => throw new InvalidEnumArgumentException(nameof(sweep), (int)sweep, typeof(LoadSweep)),
    };

    /// <summary>The name of a figure in JSON, for instance <c>cpu-per-switch</c>.</summary>
    /// <exception cref="InvalidEnumArgumentException">None of the enum's.</exception>
    public static string JsonName(this LoadFigure figure) => figure switch
    {
        LoadFigure.CpuPerSwitch => "cpu-per-switch",
        LoadFigure.WallPerSwitch => "wall-per-switch",
        LoadFigure.NetPerSwitch => "net-per-switch",
        LoadFigure.Lateness => "lateness",
        _ => throw new InvalidEnumArgumentException(nameof(figure), (int)figure, typeof(LoadFigure)),
    };
}
