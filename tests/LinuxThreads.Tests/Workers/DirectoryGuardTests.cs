using LinuxThreads.Tests.Limits;
using LinuxThreads.Workers;

namespace LinuxThreads.Tests.Workers;

[Category("Live")]
public sealed class DirectoryGuardTests
{
    private string _directory = null!;

    [SetUp]
    public void Make()
    {
        _ = TestProgram.Worker();
        _directory = Directory.CreateTempSubdirectory("linuxthreads guard ").FullName;
    }

    [TearDown]
    public void Remove()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    [Test]
    public void The_directory_stays_until_the_child_is_gone()
    {
        var child = new Killed();
        var guard = new DirectoryGuard();
        guard.RemoveAfter(child.Pid, _directory);
        var ended = Task.Run(guard.Dispose);

        Directory.Exists(_directory).Should().BeTrue();
        ended.IsCompleted.Should().BeFalse();
        child.Dispose();
        ended.GetAwaiter().GetResult();

        Directory.Exists(_directory).Should().BeFalse();
    }

    [Test]
    public void A_directory_that_was_removed_meanwhile_is_no_error()
    {
        using var guard = new DirectoryGuard();
        using var child = new Killed();
        guard.RemoveAfter(child.Pid, _directory);
        Directory.Delete(_directory);
    }

    [Test]
    public void What_is_in_a_directory_is_never_removed()
    {
        var file = Path.Combine(_directory, "file");
        File.WriteAllText(file, "");
        using (var guard = new DirectoryGuard())
        using (var child = new Killed())
        {
            guard.RemoveAfter(child.Pid, _directory);
        }

        File.Exists(file).Should().BeTrue();
    }

    [Test]
    public void A_directory_that_is_not_there_is_refused()
    {
        using var guard = new DirectoryGuard();
        using var child = new Killed();
        guard.Invoking(g => g.RemoveAfter(child.Pid, "/nowhere/at/all")).Should().Throw<MeasurementAbortedException>().WithMessage("*removing 2*");
    }

    /// <summary>A process that is killed on disposal.</summary>
    private sealed class Killed : IDisposable
    {
        private readonly System.Diagnostics.Process _process = TestProgram.Start("cat");

        public Pid Pid => new(_process.Id);

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
