namespace LinuxThreads;

/// <summary>A measurement that began and could not be finished; whatever it had started has been taken down again.</summary>
public sealed class MeasurementAbortedException : LinuxThreadsException
{
    /// <summary>Creates the error for one unfinished measurement.</summary>
    /// <param name="phase">Where it stopped, as a phrase: <c>starting the second thread</c>.</param>
    /// <param name="reason">Why, as a sentence.</param>
    /// <param name="innerException">The refusal behind it, if any.</param>
    public MeasurementAbortedException(string phase, string reason, Exception? innerException = null)
        : base($"The measurement stopped while {phase}: {reason}", innerException)
    {
        Phase = phase;
        Reason = reason;
    }

    /// <summary>Where it stopped.</summary>
    public string Phase { get; }

    /// <summary>Why it stopped.</summary>
    public string Reason { get; }
}
