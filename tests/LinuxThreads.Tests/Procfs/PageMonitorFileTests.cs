using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class PageMonitorFileTests
{
    private string _root = "";

    [SetUp]
    public void CreateTree()
    {
        _root = Directory.CreateTempSubdirectory("linuxthreads-").FullName;
        Directory.CreateDirectory(Path.Combine(_root, "proc/42"));
    }

    [TearDown]
    public void RemoveTree() => Directory.Delete(_root, recursive: true);

    [Test]
    public void A_process_without_the_file_means_a_kernel_without_it()
    {
        var act = () => SmapsRollup.TryRead(new ProcRoot(_root), new Pid(42), out _);

        act.Should().Throw<KernelFeatureMissingException>().Which.Requirement.Should().Contain("CONFIG_PROC_PAGE_MONITOR");
    }

    [Test]
    public void Reading_smaps_says_so_too()
    {
        var act = () => { _ = Smaps.Read(new ProcRoot(_root), new Pid(42), new ProcBuffer()); };

        act.Should().Throw<KernelFeatureMissingException>().Which.Feature.Should().Be("/proc/[pid]/smaps");
    }

    [Test]
    public void No_such_process_means_gone() =>
        SmapsRollup.TryRead(new ProcRoot(_root), new Pid(43), out _).Should().BeFalse();
}
