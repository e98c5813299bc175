namespace LinuxThreads.Memory;

/// <summary>Threads that others started or ended while a ledger was taken.</summary>
/// <param name="Threads">The most by which the machine's threads differed from the child's, either way.</param>
/// <param name="Counted">How many threads the child parked between the first reading and the last; 0 for what is no thread.</param>
internal sealed record OtherThreads(long Threads, long Counted)
{
    // Where no thread is parked: their memory then stays below one per cent of what is.
    private const int MostBesidesOtherUnits = 16;

    /// <summary>True if their memory moves the kernel's columns by more than a per cent.</summary>
    public bool AreTooMany => Counted == 0 ? Threads > MostBesidesOtherUnits : Threads * 100 > Counted;

    /// <param name="readings">The readings of one ledger, at least one.</param>
    /// <param name="unitsAreThreads">False for units of which the kernel knows nothing.</param>
    public static OtherThreads Between(IReadOnlyList<LedgerReading> readings, bool unitsAreThreads)
    {
        long Own(LedgerReading reading) => unitsAreThreads ? reading.Units : 0;
        var first = readings[0];
        return new OtherThreads(
            readings.Max(reading => Math.Abs(reading.MachineThreads - first.MachineThreads - (Own(reading) - Own(first)))),
            Own(readings[^1]) - Own(first));
    }
}
