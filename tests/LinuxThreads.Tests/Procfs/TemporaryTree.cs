using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

/// <summary>A directory that stands for the root of a system and is removed at the end.</summary>
internal sealed class TemporaryTree : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("linuxthreads-");

    public ProcRoot Root => new(_directory.FullName);

    public void Write(string path, string text)
    {
        var full = Path.Combine(_directory.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, Encoding.UTF8.GetBytes(text));
    }

    public void MakeDirectory(string path) => Directory.CreateDirectory(Path.Combine(_directory.FullName, path));

    public void Dispose() => _directory.Delete(recursive: true);
}
