using LinuxThreads.Cli.Json;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>One question answered: a sentence, the figures behind it, what the kernel counted, and a verdict.</summary>
internal sealed record Answer
{
    /// <summary><c>Q1</c> to <c>Q10</c>, or the name of a practical question.</summary>
    public required string Id { get; init; }

    public required string Question { get; init; }

    public required string Sentence { get; init; }

    public IReadOnlyList<FigureRow> Figures { get; init; } = [];

    public IReadOnlyList<FigureRow> Evidence { get; init; } = [];

    public required Verdict Verdict { get; init; }

    public IReadOnlyList<Caveat> Caveats { get; init; } = [];

    public IReadOnlyList<PublishedRow> Published { get; init; } = [];

    /// <summary>The figures as a person reads them: a header and rows of equal length.</summary>
    public IReadOnlyList<string[]> Table { get; init; } = [];

    /// <summary>An answer that could not be measured, with the reason.</summary>
    public static Answer NotMeasured(string id, string question, string reason) => new()
    {
        Id = id,
        Question = question,
        Sentence = $"Not measured: {reason}",
        Verdict = Verdict.Unverified,
    };
}
