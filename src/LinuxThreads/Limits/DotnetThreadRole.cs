using System.Globalization;
using LinuxThreads.Procfs;
using LinuxThreads.Workers;

namespace LinuxThreads.Limits;

/// <summary>A worker that parks .NET threads: <c>park</c> and <c>grow</c>, as native/worker/worker_park.c has them.</summary>
internal sealed class DotnetThreadRole : IWorkerRole
{
    /// <summary>The argument that asks for it.</summary>
    public const string Name = "dotnet-threads";

    private ManagedGrower? _grower;

    public void Dispose() => _grower?.Dispose();

    public string? Answer(string[] words, WorkerPage page)
    {
        switch (words)
        {
            case ["park", var stack, "-1", "0", "0", "-1"] when _grower is null:
                var bytes = Number(stack);
                _grower = new ManagedGrower(bytes == 0 ? null : new ByteSize(bytes));
                return "parked 0";
            case ["grow", var max, var floor, var stride] when _grower is { } grower:
                return Grow(grower, Number(max), Number(floor), Number(stride), page.Publish);
            default:
                return null;
        }
    }

    private static string Grow(ManagedGrower grower, long max, long floor, long stride, Action<long> publish)
    {
        while (grower.Created < max)
        {
            if (Meminfo.Read(ProcRoot.System).MemAvailable is { } available && available.Bytes < floor)
            {
                return Grown(grower, "floor", 0);
            }

            if (grower.Grow((int)Math.Min(stride, max - grower.Created), publish) is { } refused)
            {
                return Grown(grower, "errno", refused.Number);
            }
        }

        return Grown(grower, "max", 0);
    }

    // The time is not taken: what a .NET thread takes to start is another measurement's.
    private static string Grown(ManagedGrower grower, string reason, int errno) => $"grown {grower.Created} {reason} {errno} 0";

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
