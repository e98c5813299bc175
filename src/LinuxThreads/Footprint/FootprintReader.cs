using LinuxThreads.Memory;
using LinuxThreads.Procfs;

namespace LinuxThreads.Footprint;

/// <summary>Reads the ledger of this process around parked units.</summary>
internal sealed class FootprintReader(IParkedUnits units)
{
    private readonly LedgerReader _ledger = new(ProcRoot.System, Pid.Current);
    private readonly StackResidency _residency = new();

    /// <summary>Memory as it is now.</summary>
    public LedgerReading Read()
    {
        var resident = ByteSize.Zero;
        for (var i = 0; i < units.Count; i++)
        {
            if (units.StackOf(i) is { } stack)
            {
                resident += _residency.Of(stack.Low, stack.Size);
            }
        }

        return _ledger.Read(units.Count, resident);
    }
}
