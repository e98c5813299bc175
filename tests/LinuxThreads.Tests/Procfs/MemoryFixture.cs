using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

/// <summary>The captured and retyped memory files.</summary>
internal static class MemoryFixture
{
    /// <summary>A C program with threads of 64 KiB, 256 KiB and 8 MiB stack and one mapping of every kind worth having.</summary>
    public static readonly Pid CProgram = new(7607);

    /// <summary>A .NET program with three more threads.</summary>
    public static readonly Pid DotnetProgram = new(7847);

    /// <summary>A C program whose 20 threads use malloc: 16 arenas.</summary>
    public static readonly Pid ArenaProgram = new(20593);

    /// <summary>The captured tree, to be read as if it were the running system.</summary>
    public static ProcRoot Captured => ParserHarness.FixtureRoot("6.18.44-x86_64");

    public static byte[] Read(string path) => ParserHarness.Fixture(path);

    public static byte[] ReadCaptured(string path) => Captured.ReadAllBytes(path);
}
