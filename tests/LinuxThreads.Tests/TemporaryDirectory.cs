namespace LinuxThreads.Tests;

/// <summary>A directory of its own for one test, removed with everything in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("linuxthreads-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
