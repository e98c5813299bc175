using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

/// <summary>A task that is gone, a kernel without the file, and a refusal are three different answers.</summary>
public sealed class TaskFileTests
{
    private static readonly Pid Process = new(4242);
    private static readonly Tid Thread = new(4243);

    [Test]
    public void Every_file_of_a_process_that_is_gone_reads_as_gone()
    {
        using var tree = new TemporaryTree();
        var root = tree.Root;

        PidStatus.TryRead(root, Process, out _).Should().BeFalse();
        PidStat.TryRead(root, Process, out _).Should().BeFalse();
        PidSched.TryRead(root, Process, out _).Should().BeFalse();
        PidSchedstat.TryRead(root, Process, out _).Should().BeFalse();
        PidSyscall.TryRead(root, Process, out _).Should().BeFalse();
        PidLimits.TryRead(root, Process, out _).Should().BeFalse();
        PidCgroup.TryRead(root, Process, out _).Should().BeFalse();
        MountInfo.TryRead(root, Process, out _).Should().BeFalse();
        Comm.TryRead(root, Process, out _).Should().BeFalse();
        Cmdline.TryRead(root, Process, out _).Should().BeFalse();
    }

    [Test]
    public void Every_file_of_a_thread_that_is_gone_reads_as_gone()
    {
        using var tree = new TemporaryTree();
        tree.Write("proc/4242/task/4242/comm", "main\n");
        var root = tree.Root;

        PidStatus.TryRead(root, Process, Thread, out _).Should().BeFalse();
        PidStat.TryRead(root, Process, Thread, out _).Should().BeFalse();
        PidSched.TryRead(root, Process, Thread, out _).Should().BeFalse();
        PidSchedstat.TryRead(root, Process, Thread, out _).Should().BeFalse();
        PidSyscall.TryRead(root, Process, Thread, out _).Should().BeFalse();
        PidCgroup.TryRead(root, Process, Thread, out _).Should().BeFalse();
        Comm.TryRead(root, Process, Thread, out _).Should().BeFalse();
    }

    [Test]
    public void A_kernel_without_the_file_is_not_a_thread_that_is_gone()
    {
        using var tree = new TemporaryTree();
        tree.Write("proc/4242/task/4243/comm", "worker\n");
        var root = tree.Root;
        Action[] acts =
        [
            () => PidSched.TryRead(root, Process, Thread, out _),
            () => PidSchedstat.TryRead(root, Process, Thread, out _),
            () => PidSyscall.TryRead(root, Process, Thread, out _),
            () => PidCgroup.TryRead(root, Process, Thread, out _),
            () => PidSched.TryRead(root, Process, out _),
            () => PidSched.Read(root, Process, Thread),
            () => PidSchedstat.Read(root, Process),
        ];

        foreach (var act in acts)
        {
            act.Should().Throw<KernelFeatureMissingException>();
        }
    }

    [Test]
    public void The_missing_file_is_named_with_what_it_needs()
    {
        using var tree = new TemporaryTree();
        tree.MakeDirectory("proc/4242/task/4243");
        var act = () => PidSched.Read(tree.Root, Process, Thread);

        var error = act.Should().Throw<KernelFeatureMissingException>().Which;
        error.Feature.Should().EndWith("proc/4242/task/4243/sched");
        error.Requirement.Should().Contain("CONFIG_SCHED_DEBUG");
        error.InnerException.Should().BeOfType<SyscallException>();
    }

    [Test]
    public void Read_of_a_process_that_is_gone_says_so_by_errno()
    {
        using var tree = new TemporaryTree();
        var act = () => PidSched.Read(tree.Root, Process);

        act.Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.ENOENT);
    }

    [Test]
    public void A_file_that_cannot_be_read_is_neither_gone_nor_missing()
    {
        using var tree = new TemporaryTree();
        tree.MakeDirectory("proc/4242/sched");
        var act = () => PidSched.TryRead(tree.Root, Process, out _);

        act.Should().Throw<SyscallException>();
    }

    [Test]
    public void A_format_error_names_the_whole_path()
    {
        using var tree = new TemporaryTree();
        tree.Write("proc/4242/task/4243/schedstat", "1 two 3\n");
        var act = () => PidSchedstat.TryRead(tree.Root, Process, Thread, out _);

        act.Should().Throw<ProcfsFormatException>().Which.Path.Should().EndWith("/proc/4242/task/4243/schedstat");
    }

    [Test]
    public void Files_of_a_thread_and_of_its_process_are_kept_apart()
    {
        using var tree = new TemporaryTree();
        tree.Write("proc/4242/schedstat", "1 2 3\n");
        tree.Write("proc/4242/task/4243/schedstat", "4 5 6\n");
        var buffer = new ProcBuffer();

        PidSchedstat.Read(tree.Root, Process, buffer).Timeslices.Should().Be(3);
        PidSchedstat.Read(tree.Root, Process, Thread, buffer).Timeslices.Should().Be(6);
        PidSchedstat.TryRead(tree.Root, Process, Thread, out var schedstat, buffer).Should().BeTrue();
        schedstat!.Timeslices.Should().Be(6);
    }

    [Test]
    public void A_kernel_without_pressure_information_lacks_the_feature()
    {
        using var tree = new TemporaryTree();
        var act = () => Pressure.Read(tree.Root);

        act.Should().Throw<KernelFeatureMissingException>().Which.Requirement.Should().Contain("CONFIG_PSI");
    }
}
