using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Conditions;

/// <summary>A small tree of /proc and /sys written for one test.</summary>
internal sealed class SyntheticTree : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public ProcRoot Root => new(_directory.Path);

    /// <summary>Writes one file; lines end as in the kernel's files.</summary>
    public SyntheticTree With(string path, string text)
    {
        var full = Path.Combine(_directory.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text.Length == 0 || text.EndsWith('\n') ? text : text + "\n");
        return this;
    }

    /// <summary>Writes one file of the given bytes.</summary>
    public SyntheticTree With(string path, byte[] bytes)
    {
        With(path, string.Empty);
        File.WriteAllBytes(Path.Combine(_directory.Path, path), bytes);
        return this;
    }

    /// <summary>An empty directory.</summary>
    public SyntheticTree WithDirectory(string path)
    {
        Directory.CreateDirectory(Path.Combine(_directory.Path, path));
        return this;
    }

    public void Dispose() => _directory.Dispose();
}
