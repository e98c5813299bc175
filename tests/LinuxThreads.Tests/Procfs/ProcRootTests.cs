using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class ProcRootTests
{
    [Test]
    [Category("Live")]
    public void A_missing_file_is_gone_for_TryRead_and_an_error_for_Read()
    {
        var buffer = new ProcBuffer();

        ProcRoot.System.TryRead("proc/0/status", buffer).Should().BeFalse();
        var act = () => ProcRoot.System.Read("proc/0/status", buffer);
        act.Should().Throw<SyscallException>().Where(e => e.Errno == Errno.ENOENT && e.Target == "/proc/0/status");
    }

    [Test]
    [Category("Live")]
    public void A_file_without_permission_is_an_error_and_never_missing()
    {
        if (Environment.UserName == "root")
        {
            Assert.Ignore("root may read every file of /proc");
        }

        var act = () => ProcRoot.System.TryRead("proc/1/smaps", new ProcBuffer());

        act.Should().Throw<SyscallException>().Where(e => e.Errno == Errno.EACCES && e.Advice != null);
    }

    [Test]
    public void A_file_far_longer_than_the_buffer_is_read_whole()
    {
        using var directory = new TemporaryDirectory();
        var bytes = new byte[3_000_001];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(directory.Path, "smaps"), bytes);

        new ProcRoot(directory.Path).ReadAllBytes("smaps").Should().Equal(bytes);
    }

    [Test]
    [Category("Live")]
    public void A_file_of_proc_is_read_whole_although_its_size_says_zero()
    {
        var status = ProcRoot.System.ReadAllBytes($"proc/{Pid.Current}/status");

        new FileInfo($"/proc/{Pid.Current}/status").Length.Should().Be(0);
        System.Text.Encoding.UTF8.GetString(status).Should().Contain("nonvoluntary_ctxt_switches");
    }

    [Test]
    [Category("Live")]
    public void The_threads_of_a_process_include_its_main_thread_and_ascend()
    {
        ProcRoot.System.TryReadTids(Pid.Current, out var tids).Should().BeTrue();

        tids.Should().BeInAscendingOrder().And.Contain(Pid.Current.MainThread);
    }

    [Test]
    public void A_process_that_is_gone_has_no_threads_and_is_no_error()
    {
        using var directory = new TemporaryDirectory();

        new ProcRoot(directory.Path).TryReadTids(new Pid(1), out var tids).Should().BeFalse();
        tids.Should().BeEmpty();
    }

    [Test]
    public void A_text_is_written_to_a_file_that_is_there_and_makes_none()
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "shrink");
        var root = new ProcRoot(directory.Path);

        root.TryWrite("shrink", "1").Should().Be(Errno.ENOENT);
        File.Exists(file).Should().BeFalse();
        File.WriteAllText(file, "");

        root.TryWrite("shrink", "1").Should().BeNull();
        File.ReadAllText(file).Should().Be("1");
    }

    [Test]
    [Category("Live")]
    public void What_the_kernel_says_to_a_write_is_the_answer() =>
        ProcRoot.System.TryWrite($"proc/{Pid.Current}/oom_score_adj", "no number").Should().Be(Errno.EINVAL);
}
