namespace LinuxThreads.Switches;

/// <summary>Stands for a process below another root, where no kernel can be asked.</summary>
internal sealed class UnknownProcessCounter : IProcessCounter
{
    public ProcessCountSource Source => ProcessCountSource.Getrusage;

    public long? Read() => null;

    public Unavailable Explain() =>
        new("exited_switches", "what ended threads did is in no file of /proc, and files are all there is below another root", null);

    public void Dispose()
    {
    }
}
