using LinuxThreads.Creation;
using LinuxThreads.Procfs;
using LinuxThreads.Tests.Procfs;

namespace LinuxThreads.Tests.Creation;

public sealed class CreationCountTests
{
    [Test]
    public void The_count_is_that_of_the_line_processes()
    {
        using var tree = new TemporaryTree();
        tree.Write("proc/stat", "cpu  1 2 3 4 5 6 7 8 9 10\nprocesses 4711\n");
        CreationCount.Read(tree.Root).Should().Be(4_711);
    }

    [Test]
    public void Without_the_file_or_the_line_it_is_unknown_and_not_0()
    {
        using var tree = new TemporaryTree();
        CreationCount.Read(tree.Root).Should().BeNull();
        tree.Write("proc/stat", "cpu  1 2 3 4 5 6 7 8 9 10\n");
        CreationCount.Read(tree.Root).Should().BeNull();
    }

    [Test]
    [Category("Live")]
    public void A_thread_more_is_at_least_one_more()
    {
        var before = CreationCount.Read(ProcRoot.System);
        var thread = new Thread(static () => { });
        thread.Start();
        thread.Join();
        (CreationCount.Read(ProcRoot.System) - before).Should().BeGreaterThanOrEqualTo(1);
    }
}
