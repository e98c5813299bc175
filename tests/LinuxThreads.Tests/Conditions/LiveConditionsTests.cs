using System.Diagnostics;
using LinuxThreads.Conditions;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Conditions;

/// <summary>Facts of this machine against programs that find them out on their own.</summary>
[Category("Live")]
public sealed class LiveConditionsTests
{
    private MachineConditions _conditions = null!;

    [OneTimeSetUp]
    public void ReadOnce() => _conditions = MachineConditions.Read(ProcRoot.System);

    [Test]
    public void Release_and_architecture_are_those_of_uname()
    {
        _conditions.Kernel.Release.Should().Be(Run("uname", "-r"));
        _conditions.Cpu.Architecture.Should().Be(Run("uname", "-m"));
        _conditions.Kernel.Version.Should().EndWith(Run("uname", "-v"));
    }

    [Test]
    public void CPUs_are_those_of_nproc_and_getconf()
    {
        _conditions.Now.CpusAllowedCount.Should().Be(int.Parse(Run("nproc")));
        _conditions.Cpu.OnlineCount.Should().Be(int.Parse(Run("getconf", "_NPROCESSORS_ONLN")));
        _conditions.Cpu.Cpus.Should().HaveCount(_conditions.Cpu.OnlineCount!.Value);
    }

    [Test]
    public void Page_size_clock_ticks_and_C_library_are_those_of_getconf()
    {
        _conditions.Memory.PageSizeBytes.Should().Be(int.Parse(Run("getconf", "PAGESIZE")));
        _conditions.Now.ClockTicksPerSecond.Should().Be(int.Parse(Run("getconf", "CLK_TCK")));
        if (_conditions.Process.Libc != "glibc")
        {
            Assert.Ignore("getconf names the version of glibc only");
        }

        $"glibc {_conditions.Process.LibcVersion}".Should().Be(Run("getconf", "GNU_LIBC_VERSION"));
    }

    [Test]
    public void The_user_is_that_of_id() =>
        (_conditions.Process.UserId, _conditions.Process.EffectiveUserId)
            .Should().Be((long.Parse(Run("id", "-ru")), long.Parse(Run("id", "-u"))));

    [Test]
    public void The_timer_frequency_by_the_clock_is_that_of_the_configuration()
    {
        if (KernelConfig.TryRead(ProcRoot.System, _conditions.Kernel.Release, out var reason)?.Number("CONFIG_HZ") is not { } configured)
        {
            Assert.Ignore($"no configuration to compare with: {reason}");
            return;
        }

        _conditions.Kernel.Hz.Should().Be(configured);
    }

    [Test]
    public void Steal_is_a_part_of_the_whole_and_the_whole_grows()
    {
        var later = _conditions.Refresh(ProcRoot.System).Now;

        later.TotalTicks.Should().BeGreaterThanOrEqualTo(_conditions.Now.TotalTicks!.Value - 1);
        later.StealTicks.Should().BeInRange(_conditions.Now.StealTicks!.Value, later.TotalTicks!.Value);
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0);
        return output.Trim();
    }
}
