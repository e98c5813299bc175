using System.Diagnostics;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

/// <summary>The parsers on the running kernel: hostile names, and two routes to one number read from a quiet child.</summary>
[Category("Live")]
public sealed class TaskLiveTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static IEnumerable<TestCaseData> HostileNames()
    {
        yield return new TestCaseData("a) b (c"u8.ToArray()).SetArgDisplayNames("parentheses");
        yield return new TestCaseData("two\nlines"u8.ToArray()).SetArgDisplayNames("newline");
        yield return new TestCaseData("a\\nb\\\\"u8.ToArray()).SetArgDisplayNames("backslashes");
        yield return new TestCaseData(")"u8.ToArray()).SetArgDisplayNames("one parenthesis");
        yield return new TestCaseData(") R 1 1"u8.ToArray()).SetArgDisplayNames("fields");
        yield return new TestCaseData("x (1, #threads:"u8.ToArray()).SetArgDisplayNames("heading of sched");
        yield return new TestCaseData("\n--------------"u8.ToArray()).SetArgDisplayNames("ruler of sched");
        yield return new TestCaseData(" \t "u8.ToArray()).SetArgDisplayNames("blanks");
        yield return new TestCaseData(new byte[] { 0xFF, 0xFE, 0x01 }).SetArgDisplayNames("not UTF-8");
        yield return new TestCaseData("αβγδεζηθ"u8[..15].ToArray()).SetArgDisplayNames("UTF-8 cut in the middle");
    }

    [TestCaseSource(nameof(HostileNames))]
    public void A_thread_with_a_hostile_name_is_read_back_through_every_file(byte[] name) =>
        WithNamedThread(name, (pid, tid) =>
        {
            var expected = new Comm(name);

            Comm.Read(ProcRoot.System, pid, tid).Should().Be(expected);
            var stat = PidStat.Read(ProcRoot.System, pid, tid);
            stat.Comm.Should().Be(expected);
            stat.Pid.Should().Be(tid);
            var status = PidStatus.Read(ProcRoot.System, pid, tid);
            status.Name.Should().Be(expected);
            status.Pid.Should().Be(tid);
            status.Tgid.Should().Be(pid);
            var sched = ReadSched(pid, tid);
            sched.Comm.Should().Be(expected);
            sched.Pid.Should().Be(tid);
        });

    [Test]
    public void A_thread_with_an_empty_name_is_read_back_through_every_file() =>
        // A write of no bytes does not reach the kernel; a NUL ends the name before its first byte.
        WithNamedThread([0], (pid, tid) =>
        {
            Comm.Read(ProcRoot.System, pid, tid).Bytes.Length.Should().Be(0);
            PidStat.Read(ProcRoot.System, pid, tid).Comm.Bytes.Length.Should().Be(0);
            PidStatus.Read(ProcRoot.System, pid, tid).Name.Bytes.Length.Should().Be(0);
            ReadSched(pid, tid).Comm.Bytes.Length.Should().Be(0);
        });

    [Test]
    public void A_name_longer_than_15_bytes_is_cut_alike_everywhere() =>
        WithNamedThread("0123456789abcdefXYZ"u8.ToArray(), (pid, tid) =>
        {
            PidStat.Read(ProcRoot.System, pid, tid).Comm.Text.Should().Be("0123456789abcde");
            PidStatus.Read(ProcRoot.System, pid, tid).Name.Text.Should().Be("0123456789abcde");
        });

    [Test]
    public void Sched_and_status_agree_on_the_switches_of_a_quiet_child()
    {
        using var child = QuietChild.Start();

        var sched = ReadSched(child.Pid, child.Pid.MainThread);
        var status = PidStatus.Read(ProcRoot.System, child.Pid, child.Pid.MainThread);

        if (status.VoluntaryCtxtSwitches is null)
        {
            Assert.Ignore("this kernel's status has no switch counts");
        }

        sched.NrVoluntarySwitches.Should().Be(status.VoluntaryCtxtSwitches);
        sched.NrInvoluntarySwitches.Should().Be(status.NonvoluntaryCtxtSwitches);
        sched.NrSwitches.Should().Be(sched.NrVoluntarySwitches + sched.NrInvoluntarySwitches);
        sched.NrVoluntarySwitches.Should().BePositive("the child waits");
    }

    [Test]
    public void Schedstat_and_sched_agree_on_the_timeslices_of_a_quiet_child()
    {
        using var child = QuietChild.Start();

        var sched = ReadSched(child.Pid, child.Pid.MainThread);
        var schedstat = ReadSchedstat(child.Pid, child.Pid.MainThread);

        schedstat.Timeslices.Should().Be(sched.NrSwitches, "a sleeping thread has been switched away from as often as put on a CPU");
        schedstat.CpuTime.Should().Be(sched.SeSumExecRuntime);
    }

    [Test]
    public void Threads_is_the_number_of_entries_of_task()
    {
        using var child = QuietChild.Start();

        ProcRoot.System.TryReadTids(child.Pid, out var tids).Should().BeTrue();
        PidStatus.Read(ProcRoot.System, child.Pid).Threads.Should().Be(tids.Count);
        PidStat.Read(ProcRoot.System, child.Pid).NumThreads.Should().Be(tids.Count);
        ReadSched(child.Pid, child.Pid.MainThread).Threads.Should().Be(tids.Count);
    }

    [Test]
    public void Stat_and_status_agree_on_a_quiet_child()
    {
        using var child = QuietChild.Start();

        var stat = PidStat.Read(ProcRoot.System, child.Pid);
        var status = PidStatus.Read(ProcRoot.System, child.Pid);

        stat.Ppid.Should().Be(status.PPid).And.Be(Pid.Current);
        stat.State.Should().Be(status.State);
        stat.Vsize.Should().Be(status.VmSize!.Value);
        stat.NumThreads.Should().Be(status.Threads);
    }

    [Test]
    public void A_child_that_was_reaped_is_gone()
    {
        Pid pid;
        using (var child = QuietChild.Start())
        {
            pid = child.Pid;
        }

        PidStatus.TryRead(ProcRoot.System, pid, out _).Should().BeFalse();
        PidSched.TryRead(ProcRoot.System, pid, pid.MainThread, out _).Should().BeFalse();
        PidSyscall.TryRead(ProcRoot.System, pid, out _).Should().BeFalse();
    }

    [Test]
    public void Limits_name_the_stack_of_a_process() =>
        PidLimits.Read(ProcRoot.System, Pid.Current).MaxStackSize!.Value.Units.Should().Be("bytes");

    [Test]
    public void The_running_thread_reads_itself_as_running()
    {
        var status = PidStatus.Parse(ProcRoot.System.ReadAllBytes("proc/thread-self/status"));

        status.State.Letter.Should().Be('R');
        status.Tgid.Should().Be(Pid.Current);
        status.CpusAllowedList!.Count.Should().BePositive();
    }

    [Test]
    public void Counters_of_the_system_never_go_back()
    {
        var buffer = new ProcBuffer();
        var before = SystemStat.Read(ProcRoot.System, buffer);
        var after = SystemStat.Read(ProcRoot.System, buffer);

        after.Ctxt.Should().BeGreaterThanOrEqualTo(before.Ctxt!.Value);
        after.Processes.Should().BeGreaterThanOrEqualTo(before.Processes!.Value);
        after.Cpus.Should().NotBeEmpty();
    }

    [Test]
    public void The_topology_has_an_entry_for_each_cpu_that_is_online()
    {
        var topology = CpuTopology.Read(ProcRoot.System);

        topology.Cpus.Select(cpu => cpu.Cpu).Should().Equal(topology.Online);
        topology.Online.Should().BeSubsetOf(topology.Possible);
    }

    [Test]
    public void The_running_system_is_described()
    {
        Osrelease.Read(ProcRoot.System).Version.Should().BeGreaterThan(new KernelVersion(3, 10));
        Cpuinfo.Read(ProcRoot.System).Processors.Should().BePositive();
        SysctlNumber.Read(ProcRoot.System, "kernel/pid_max").Should().BePositive();
        SysctlNumber.Read(ProcRoot.System, "kernel/threads-max").Should().BePositive();
    }

    [Test]
    public void The_directories_of_the_own_cgroups_are_there()
    {
        var cgroup = PidCgroup.Read(ProcRoot.System, Pid.Current);
        var mounts = MountInfo.Read(ProcRoot.System, Pid.Current);
        var found = CgroupLocator.Locate(cgroup, mounts, "pids");
        if (found is null)
        {
            Assert.Ignore("no hierarchy with the pids controller is mounted here");
        }

        foreach (var directory in found!.Directories)
        {
            ProcRoot.System.Exists($"{directory}/cgroup.procs").Should().BeTrue(directory);
        }
    }

    private static PidSched ReadSched(Pid pid, Tid tid) => OrIgnore(() => PidSched.Read(ProcRoot.System, pid, tid));

    private static PidSchedstat ReadSchedstat(Pid pid, Tid tid) => OrIgnore(() => PidSchedstat.Read(ProcRoot.System, pid, tid));

    private static T OrIgnore<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (KernelFeatureMissingException exception)
        {
            Assert.Ignore(exception.Message);
            throw;
        }
    }

    /// <summary>Runs <paramref name="body"/> while a thread of that name is parked.</summary>
    private static void WithNamedThread(byte[] name, Action<Pid, Tid> body)
    {
        using var named = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        Tid tid = default;
        Exception? refused = null;
        var thread = new Thread(() =>
        {
            try
            {
                tid = PidStat.Parse(ProcRoot.System.ReadAllBytes("proc/thread-self/stat")).Pid;
                using var comm = new FileStream($"/proc/self/task/{tid}/comm", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
                comm.Write(name);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or LinuxThreadsException)
            {
                refused = exception;
            }

            named.Set();
            done.Wait();
        });
        thread.Start();
        try
        {
            named.Wait(Deadline).Should().BeTrue("the thread names itself");
            refused.Should().BeNull();
            body(Pid.Current, tid);
        }
        finally
        {
            done.Set();
            thread.Join();
        }
    }

    /// <summary>A child that waits for input that never comes: it runs no more, so its counters stand still.</summary>
    private sealed class QuietChild : IDisposable
    {
        private readonly Process _process;

        private QuietChild(Process process) => _process = process;

        public Pid Pid => new(_process.Id);

        public static QuietChild Start()
        {
            var child = new QuietChild(Process.Start(new ProcessStartInfo("cat") { RedirectStandardInput = true, RedirectStandardOutput = true })!);
            if (SpinWait.SpinUntil(child.WaitsForInput, Deadline))
            {
                return child;
            }

            child.Dispose();
            throw new AssertionException("the child did not come to wait for input");
        }

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }

        private bool WaitsForInput() =>
            Comm.Read(ProcRoot.System, Pid).Text == "cat"
            && PidStat.Read(ProcRoot.System, Pid).State.Letter == 'S'
            && PidSyscall.Read(ProcRoot.System, Pid) is { Position: SyscallPosition.InSyscall } syscall
            && syscall.Arguments[0] == 0;
    }
}
