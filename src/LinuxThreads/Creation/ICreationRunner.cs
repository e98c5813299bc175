using LinuxThreads.Verdicts;

namespace LinuxThreads.Creation;

/// <summary>Runs the repetitions of one plan.</summary>
internal interface ICreationRunner : IDisposable
{
    /// <summary>What a reader must know of the way it runs.</summary>
    IReadOnlyList<Caveat> Caveats { get; }

    /// <summary>One repetition with fresh creators.</summary>
    CreationRepetition Repeat(CancellationToken cancellation);
}
