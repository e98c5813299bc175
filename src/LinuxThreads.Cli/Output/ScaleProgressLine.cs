using LinuxThreads.Scale;

namespace LinuxThreads.Cli.Output;

/// <summary>The progress of a run with many threads: rewritten in a terminal, one line a phase elsewhere.</summary>
internal sealed class ScaleProgressLine(Session session) : IProgress<ScaleProgress>
{
    private ScalePhase? _last;

    public void Report(ScaleProgress value)
    {
        if (!session.Terminal.ErrorIsTerminal && value.Phase == _last)
        {
            return;
        }

        _last = value.Phase;
        session.Progress.Report(Text(value));
    }

    private string Text(ScaleProgress value)
    {
        var stopping = session.Stopping.IsCancellationRequested && value.Phase != ScalePhase.Ending ? "stopping: " : "";
        var what = value.Phase switch
        {
            ScalePhase.Limits => "reading the limits",
            ScalePhase.Creating => "creating threads",
            ScalePhase.Ledger => "reading the memory ledger",
            ScalePhase.Settling => "making sure that every thread sleeps",
            ScalePhase.Parking => "handing the token round, in parking order",
            ScalePhase.Random => "handing the token round, in random order",
            ScalePhase.Joining => "waking and joining the threads",
            _ => "ending the process with its threads, which may take seconds",
        };
        var unit = value.Phase is ScalePhase.Parking or ScalePhase.Random ? "laps" : "threads";
        var count = value.Of > 0 && session.Terminal.ErrorIsTerminal ? $": {Quantity.Count(value.Done)} of {Quantity.Count(value.Of)} {unit}" : "";
        return $"{stopping}{what}{count} …";
    }
}
