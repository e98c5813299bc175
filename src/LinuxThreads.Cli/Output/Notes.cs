namespace LinuxThreads.Cli.Output;

/// <summary>What could not be seen, and what would change that: prose, so it goes to the error stream.</summary>
internal static class Notes
{
    private const int MostSubjects = 3;

    /// <summary>Writes one note for each missing figure, and one for each reason that several subjects share.</summary>
    public static void WriteTo(Session session, IReadOnlyList<Unavailable> unavailable, IEnumerable<(string Subject, string Reason)> reasons)
    {
        foreach (var missing in unavailable)
        {
            var fix = missing.Fix is null ? "" : $" {missing.Fix}";
            Paragraph.WriteTo(session.Error, session.Terminal, $"note: {missing.Field}: {missing.Reason}{fix}");
        }

        foreach (var group in reasons.GroupBy(entry => entry.Reason, entry => entry.Subject))
        {
            string[] subjects = [.. group];
            var shown = string.Join(", ", subjects.Take(MostSubjects));
            var more = subjects.Length > MostSubjects ? $" and {subjects.Length - MostSubjects} more" : "";
            Paragraph.WriteTo(session.Error, session.Terminal, $"note: {shown}{more}: {group.Key}");
        }
    }
}
