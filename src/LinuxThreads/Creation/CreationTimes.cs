using LinuxThreads.Verdicts;

namespace LinuxThreads.Creation;

/// <summary>The times of one repetition while they are taken; each creator has its own stretch of the arrays.</summary>
internal sealed class CreationTimes(int creators, int count)
{
    private readonly long[] _returned = new long[creators * count];
    private readonly long[] _firstInstruction = new long[creators * count];
    private readonly long[] _joined = new long[creators * count];

    /// <summary>Notes the times of one creation.</summary>
    public void Set(int index, long returned, long firstInstruction, long joined)
    {
        _returned[index] = returned;
        _firstInstruction[index] = firstInstruction;
        _joined[index] = joined;
    }

    /// <summary>The repetition, once all times are taken.</summary>
    public CreationRepetition Repetition(ProcessWindowEnd end, KernelCount created) =>
        new([CreationTime.Median(_returned)], _returned.Length, end.Evidence, end.Occupancy)
        {
            Count = created,
            CountsOthersToo = true,
            ReturnedNs = _returned,
            FirstInstructionNs = _firstInstruction,
            JoinedNs = _joined,
            MinorFaults = end.MinorFaults,
        };
}
