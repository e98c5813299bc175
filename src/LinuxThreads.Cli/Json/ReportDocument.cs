using LinuxThreads.Conditions;

namespace LinuxThreads.Cli.Json;

/// <summary>The JSON of <c>report</c>: <c>linuxthreads/report/1</c>.</summary>
internal sealed record ReportDocument(
    string Schema,
    MachineConditions Conditions,
    IReadOnlyList<AnswerRow> Answers,
    long TookNs,
    IReadOnlyList<Unavailable> Unavailable);

/// <summary>One answered question.</summary>
internal sealed record AnswerRow(
    string Id,
    string Question,
    string Sentence,
    IReadOnlyList<FigureRow> Figures,
    IReadOnlyList<FigureRow> Evidence,
    string Verdict,
    IReadOnlyList<CaveatRow> Caveats,
    IReadOnlyList<PublishedRow> Published,
    bool CutShort);

/// <summary>One figure with its unit; the interval is that of the value.</summary>
internal sealed record FigureRow(string Name, double? Value, string Unit, double? CiLow = null, double? CiHigh = null);

/// <summary>A published figure to hold against ours, with its source.</summary>
internal sealed record PublishedRow(string Source, string Figure);
