namespace LinuxThreads.Procfs;

/// <summary>Collects what a parser does not know: kept in the file's order, never an error.</summary>
internal struct UnrecognizedLines
{
    private List<KeyValuePair<string, string>>? _lines;

    public void Add(TextField field)
    {
        if (field.Key.IsEmpty && field.Bytes.IsEmpty)
        {
            return;
        }

        (_lines ??= []).Add(new(TextField.Decode(field.Key), field.Text()));
    }

    public readonly IReadOnlyList<KeyValuePair<string, string>> ToList() =>
        _lines ?? (IReadOnlyList<KeyValuePair<string, string>>)[];
}
