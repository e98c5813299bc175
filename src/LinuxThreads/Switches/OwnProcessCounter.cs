using LinuxThreads.Interop;

namespace LinuxThreads.Switches;

/// <summary>The count of this very process, from <c>getrusage(RUSAGE_SELF)</c>.</summary>
internal sealed class OwnProcessCounter : IProcessCounter
{
    public ProcessCountSource Source => ProcessCountSource.Getrusage;

    public long? Read()
    {
        var usage = UsageCounters.ReadProcess();
        return usage.VoluntarySwitches + usage.InvoluntarySwitches;
    }

    public Unavailable Explain() => throw new InvalidOperationException("getrusage(RUSAGE_SELF) always answers or throws.");

    public void Dispose()
    {
    }
}
