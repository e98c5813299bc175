using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Verdicts;

/// <summary>Repetitions as they come from the measured threads, with figures chosen by the test.</summary>
internal static class Rounds
{
    /// <summary>A round of <paramref name="operations"/> operations of <paramref name="operationNs"/> each, counted as told.</summary>
    public static Repetition Round(double operationNs, long operations, long? counted, long? cpuNs = null, long? nominal = null, bool disturbed = false) => new(
        [operationNs - 1, operationNs, operationNs + 100],
        operations,
        new Evidence
        {
            NominalSwitches = nominal ?? 2 * operations,
            CountedSwitches = counted,
            Voluntary = counted,
            Involuntary = counted is null ? null : 0,
            Migrations = 0,
            RunDelay = new Nanoseconds(0),
            CpuTime = cpuNs is { } cpu ? new Nanoseconds(cpu) : null,
            WallTime = new Nanoseconds((long)(operationNs * operations)),
            CpusSeen = [0],
        },
        disturbed ? Occupancies.SameCpu(1000, 500) : Occupancies.SameCpu(1000, 1000));

    /// <summary>These rounds put together, none given up.</summary>
    public static RepeatedRun Run(params Repetition[] rounds) => new(rounds, 0, rounds.Length, spinsBeforeParking: false);
}
