using LinuxThreads.Verdicts;

namespace LinuxThreads.PingPong;

/// <summary>Runs the repetitions of one plan.</summary>
internal interface IPairRunner : IDisposable
{
    /// <summary>What a reader must know of the way it runs.</summary>
    IReadOnlyList<Caveat> Caveats { get; }

    /// <summary>One repetition with two fresh sides.</summary>
    Repetition Repeat(CancellationToken cancellation);
}
