using System.Runtime.CompilerServices;

namespace LinuxThreads.Tests.Architecture;

/// <summary>The source files of the library, for the tests that read them.</summary>
internal static class SourceTree
{
    public static IReadOnlyList<SourceFile> Library() => Files("src/LinuxThreads");

    public static IReadOnlyList<SourceFile> Everything() =>
        [.. Files("src"), .. Files("tests"), .. Files("samples"), .. Files("benchmarks")];

    private static IReadOnlyList<SourceFile> Files(string directory, [CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
        var start = Path.Combine(root, directory);
        if (!Directory.Exists(Path.Combine(root, "src")))
        {
            Assert.Ignore($"the sources are not where they were compiled ({root})");
        }

        if (!Directory.Exists(start))
        {
            return [];
        }

        return [.. Directory.EnumerateFiles(start, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(root, path))))];
    }
}
