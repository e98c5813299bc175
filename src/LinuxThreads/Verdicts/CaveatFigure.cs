namespace LinuxThreads.Verdicts;

/// <summary>One figure behind a caveat.</summary>
/// <param name="Name">What it is, in snake_case with its unit, as in the JSON output: <c>steal_ns</c>.</param>
/// <param name="Value">The figure.</param>
public readonly record struct CaveatFigure(string Name, double Value);
