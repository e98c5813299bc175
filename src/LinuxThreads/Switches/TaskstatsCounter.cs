using LinuxThreads.Interop;

namespace LinuxThreads.Switches;

/// <summary>The count of any process, from taskstats, where the kernel lets us ask.</summary>
internal sealed class TaskstatsCounter(Pid pid) : IProcessCounter
{
    private TaskstatsSocket? _socket;
    private Unavailable? _missing;

    public ProcessCountSource Source => ProcessCountSource.Taskstats;

    public long? Read()
    {
        if (_missing is not null)
        {
            return null;
        }

        try
        {
            _socket ??= new TaskstatsSocket();
            var timeslices = _socket.ReadTimeslices(pid);
            if (timeslices > 0)
            {
                return timeslices;
            }

            // Kernels before Linux 5.14 leave the field empty when they were started without delay accounting.
            _missing = Missing("taskstats has no cpu_count for a process that has run", "Start the kernel with delay accounting.");
        }
        catch (SyscallException refused)
        {
            _missing = Missing(refused.Message, refused.Advice ?? "Read the process from within, by this library, or as root in the first network namespace.");
        }

        return null;
    }

    public Unavailable Explain() => _missing!;

    public void Dispose() => _socket?.Dispose();

    private static Unavailable Missing(string reason, string? fix) => new(
        "exited_switches",
        "the kernel tells what ended threads did only to the process itself (getrusage) and over taskstats; " + reason,
        fix);
}
