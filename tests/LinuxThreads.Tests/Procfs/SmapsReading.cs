using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

/// <summary>All of a smaps text: each entry as <see cref="SmapsText"/> writes it, and the lines that are not known.</summary>
internal sealed record SmapsReading(IReadOnlyList<string> Entries, IReadOnlyList<KeyValuePair<string, string>> Unrecognized)
{
    public static SmapsReading Of(byte[] text, string path)
    {
        var entries = new List<string>();
        var unrecognized = new List<KeyValuePair<string, string>>();
        foreach (var entry in Smaps.Enumerate(text, path))
        {
            entries.Add(SmapsText.Describe(entry));
            var before = unrecognized.Count;
            foreach (var line in entry.Unrecognized)
            {
                unrecognized.Add(new(Encoding.UTF8.GetString(line.Key), Encoding.UTF8.GetString(line.Value)));
            }

            entry.UnrecognizedCount.Should().Be(unrecognized.Count - before);
        }

        return new SmapsReading(entries, unrecognized);
    }

    public override string ToString() => string.Join('\n', Entries);
}
