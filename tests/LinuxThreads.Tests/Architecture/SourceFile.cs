using System.Text.RegularExpressions;

namespace LinuxThreads.Tests.Architecture;

/// <summary>One source file: its path from the root of the repository, and its text.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The folder below the project, which is the layer; empty for the root vocabulary.</summary>
    public string Layer => Path.Split('/') is [_, _, var folder, _, ..] ? folder : "";

    public IEnumerable<string> UsedNamespaces => UsingLine().Matches(Text).Select(match => match.Groups[1].Value);

    public IEnumerable<string> PublicTypes => PublicType().Matches(Text).Select(match => match.Groups[1].Value);

    public override string ToString() => Path;

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?(LinuxThreads(?:\.\w+)*)", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|partial|readonly|ref|unsafe) )*(?:class|struct|record struct|record class|record|interface|enum|delegate \w+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
