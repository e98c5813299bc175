namespace LinuxThreads.Verdicts;

/// <summary>Something a reader must know beside a result's figures: a kind, a sentence and the figures behind it.</summary>
public sealed record Caveat
{
    /// <summary>Creates one caveat.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="sentence">A whole sentence for the reader, with the figures in it.</param>
    /// <param name="figures">The figures again, for programs; none where there are none.</param>
    /// <exception cref="ArgumentException">The sentence is empty.</exception>
    public Caveat(CaveatKind kind, string sentence, params ReadOnlySpan<CaveatFigure> figures)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sentence);
        Kind = kind;
        Sentence = sentence;
        Figures = Array.AsReadOnly(figures.ToArray());
    }

    /// <summary>What the caveat is about.</summary>
    public CaveatKind Kind { get; }

    /// <summary>The caveat as a whole sentence.</summary>
    public string Sentence { get; }

    /// <summary>The figures in the sentence, by name; may be empty.</summary>
    public IReadOnlyList<CaveatFigure> Figures { get; }
}
