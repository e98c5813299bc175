using LinuxThreads.Tests.Limits;
using LinuxThreads.Workers;

namespace LinuxThreads.Tests.Workers;

/// <summary>Kernel settings raised for real and put back, from a value that only these tests set.</summary>
[Category("Live")]
[NonParallelizable]
public sealed class SysctlGuardTests
{
    private const string Name = "vm/max_map_count";
    private const long Base = 70_000;
    private TestSysctl _held = null!;

    [SetUp]
    public void Hold()
    {
        _ = TestProgram.Worker();
        _held = new TestSysctl(Name, Base);
    }

    [TearDown]
    public void PutBack() => _held?.Dispose();

    [Test]
    public void A_raised_setting_is_put_back()
    {
        using var guard = new SysctlGuard();
        guard.Lock(Name).Should().Be((Base, null));

        guard.Raise(Name, Base, Base + 1).Should().Be((Base + 1, null));
        Value().Should().Be(Base + 1);
        guard.Restore().Should().Equal(new SysctlOutcome(Name, Base, Base + 1, Base + 1, Base, null));

        Value().Should().Be(Base);
    }

    [Test]
    public void Disposal_alone_puts_it_back()
    {
        using (var guard = new SysctlGuard())
        {
            guard.Raise(Name, Base, Base + 1);
        }

        Value().Should().Be(Base);
    }

    [TestCase(Base + 5)]
    [TestCase(Base - 5)]
    public void Somebody_elses_change_stays(long theirs)
    {
        using var guard = new SysctlGuard();
        guard.Raise(Name, Base, Base + 1);
        File.WriteAllText($"/proc/sys/{Name}", $"{theirs}");

        guard.Restore().Should().Equal(new SysctlOutcome(Name, Base, Base + 1, theirs, theirs, null));

        Value().Should().Be(theirs);
    }

    [TestCase(Base)]
    [TestCase(Base - 1)]
    public void Nothing_is_lowered(long value)
    {
        using var guard = new SysctlGuard();

        guard.Raise(Name, Base, value).Should().Be((Base, null));
        guard.Restore().Should().BeEmpty();

        Value().Should().Be(Base);
    }

    [Test]
    public void A_second_guard_is_kept_out_until_the_first_is_done()
    {
        using var second = new SysctlGuard();
        using (var first = new SysctlGuard())
        {
            first.Lock(Name);
            second.Lock(Name).Errno.Should().Be(Errno.EAGAIN);
        }

        second.Lock(Name).Errno.Should().BeNull();
    }

    [Test]
    public void When_the_guard_is_killed_another_one_takes_over()
    {
        using var guard = new SysctlGuard();
        guard.Raise(Name, Base, Base + 1);
        Kill(guard.Pid);

        guard.Restore().Should().Equal(new SysctlOutcome(Name, Base, Base + 1, Base + 1, Base, null));

        Value().Should().Be(Base);
    }

    [Test]
    public void A_killed_guard_is_replaced_while_the_work_goes_on()
    {
        using var guard = new SysctlGuard();
        guard.Raise(Name, Base, Base + 1);
        var first = guard.Pid;
        Kill(first);

        TestProgram.WaitUntil(
            () =>
            {
                guard.KeepAlive();
                return guard.Pid != first;
            },
            "there is another guard");
        guard.Dispose();

        Value().Should().Be(Base);
    }

    [Test]
    public void When_the_caller_is_killed_the_setting_is_put_back_and_the_guard_ends()
    {
        using var caller = TestProgram.Start(TestProgram.Host("raise", Name, $"{Base + 1}"));
        var words = caller.StandardOutput.ReadLine()!.Split(' ');
        words[1].Should().Be($"{Base + 1}");

        caller.Kill();
        caller.WaitForExit();

        TestProgram.WaitUntil(() => Value() == Base, "the setting is put back");
        TestProgram.WaitUntil(() => !Directory.Exists($"/proc/{words[0]}"), "the guard has ended");
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    [TestCase("HUP")]
    public void Signals_from_a_terminal_do_not_end_the_guard(string signal)
    {
        using var guard = new SysctlGuard();
        guard.Raise(Name, Base, Base + 1);
        var pid = guard.Pid;
        TestProgram.Run("kill", $"-{signal}", $"{pid}");

        guard.Restore().Should().ContainSingle().Which.Now.Should().Be(Base);
        guard.Pid.Should().Be(pid, "no other guard had to take over");
    }

    [Test]
    public void The_guard_is_in_a_session_of_its_own()
    {
        using var guard = new SysctlGuard();

        var fields = File.ReadAllText($"/proc/{guard.Pid}/stat").Split(") ")[^1].Split(' ');
        (fields[2], fields[3]).Should().Be(($"{guard.Pid}", $"{guard.Pid}"), "process group and session are its own");
    }

    [Test]
    public void Settings_go_back_only_after_the_process_they_were_raised_for()
    {
        using var sleeper = TestProgram.Start("sleep", "60");
        using var guard = new SysctlGuard();
        guard.Raise(Name, Base, Base + 1);
        guard.RestoreAfter(new Pid(sleeper.Id));

        var restoring = Task.Run(guard.Restore);
        Task.WaitAny([restoring], TimeSpan.FromMilliseconds(300)).Should().Be(-1, "the process is there");
        Value().Should().Be(Base + 1);
        sleeper.Kill();

        restoring.Result.Should().ContainSingle().Which.Now.Should().Be(Base);
    }

    private static long Value() => long.Parse(File.ReadAllText($"/proc/sys/{Name}"));

    private static void Kill(Pid pid) => System.Diagnostics.Process.GetProcessById(pid.Value).Kill();
}
