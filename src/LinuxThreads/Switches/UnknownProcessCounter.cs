namespace LinuxThreads.Switches;

/// <summary>Stands for a process whose ended threads the kernel tells nothing about.</summary>
internal sealed class UnknownProcessCounter(string reason, string? fix) : IProcessCounter
{
    public long? Read() => null;

    public Unavailable Explain() => new("exited_switches", reason, fix);
}
