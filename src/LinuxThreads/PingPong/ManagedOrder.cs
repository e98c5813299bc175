using System.Globalization;

namespace LinuxThreads.PingPong;

/// <summary>One repetition of a managed mechanism, as the line that a worker process is asked by.</summary>
/// <param name="Mechanism">A managed one.</param>
/// <param name="CpuA">The CPU of the side that leads; <see langword="null"/> leaves it where the scheduler puts it.</param>
/// <param name="CpuB">The CPU of the side that follows.</param>
/// <param name="Batches">Timed batches; at least 1.</param>
/// <param name="RoundTrips">Round trips in each; at least 1.</param>
/// <param name="WarmUp">Round trips before them; may be 0.</param>
internal sealed record ManagedOrder(Mechanism Mechanism, int? CpuA, int? CpuB, int Batches, int RoundTrips, int WarmUp)
{
    private const int Unpinned = -1;

    /// <summary>The command of it.</summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"pair {Mechanism.JsonName()} {CpuA ?? Unpinned} {CpuB ?? Unpinned} {Batches} {RoundTrips} {WarmUp}");

    /// <summary>The order of one repetition of a plan.</summary>
    public static ManagedOrder Of(PingPongPlan plan, IReadOnlyList<int> cpus) => new(
        plan.Mechanism, cpus.Count == 0 ? null : cpus[0], cpus.Count == 0 ? null : cpus[1], plan.Batches, plan.BatchRoundTrips, plan.WarmUpRoundTrips);

    /// <summary>The order from a command's words; <see langword="null"/> if they are none.</summary>
    public static ManagedOrder? Parse(ReadOnlySpan<string> words) =>
        words is ["pair", var name, var a, var b, var batches, var roundTrips, var warmUp]
        && MechanismOf(name) is { } mechanism && TryCpu(a, out var cpuA) && TryCpu(b, out var cpuB)
        && Number(batches) is >= 1 and var count && Number(roundTrips) is >= 1 and var each && Number(warmUp) is { } before
            ? new ManagedOrder(mechanism, cpuA, cpuB, count, each, before)
            : null;

    private static Mechanism? MechanismOf(string name)
    {
        foreach (var mechanism in Enum.GetValues<Mechanism>())
        {
            if (mechanism.IsManaged() && mechanism.JsonName() == name)
            {
                return mechanism;
            }
        }

        return null;
    }

    private static bool TryCpu(string word, out int? cpu)
    {
        cpu = word == "-1" ? null : Number(word);
        return cpu is not null || word == "-1";
    }

    private static int? Number(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
