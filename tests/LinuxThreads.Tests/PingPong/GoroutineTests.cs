using LinuxThreads.Native;
using LinuxThreads.PingPong;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.PingPong;

[Category("Live")]
public sealed class GoroutineTests
{
    private static readonly int[] Allowed = [.. CpuSet.OfCurrentThread()];

    private string _scratch = "";

    [SetUp]
    public void MakeScratch() => _scratch = Directory.CreateTempSubdirectory("linuxthreads-tests-").FullName;

    [TearDown]
    public void RemoveScratch() => Directory.Delete(_scratch, recursive: true);

    [TestCase("")]
    [TestCase(null)]
    [TestCase("/nowhere:relative")]
    public void There_is_no_toolchain_on_a_path_without_one(string? path) => GoToolchain.Find(path).Should().BeNull();

    [Test]
    public void A_machine_without_a_toolchain_is_told_what_to_install() => GoToolchain.Missing.Should().Contain("PATH").And.Contain("golang-go");

    [Test]
    public void A_file_that_cannot_be_executed_is_no_toolchain()
    {
        var go = Script("exit 0");
        GoToolchain.Find($"/nowhere:{_scratch}").Should().Be(new GoToolchain(go));

        File.SetUnixFileMode(go, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        GoToolchain.Find(_scratch).Should().BeNull();
    }

    [Test]
    public void A_broken_toolchain_is_quoted()
    {
        var toolchain = new GoToolchain(Script("test \"$1\" = version && echo go version go0 && exit; echo 'package fmt is not in GOROOT' >&2; exit 1"));

        var prepare = () => GoroutineProgram.Prepare(toolchain, _scratch);

        prepare.Should().Throw<MeasurementAbortedException>().WithMessage("*go build*ended with 1*package fmt is not in GOROOT*");
        Directory.GetFiles(_scratch).Should().Equal(toolchain.Path);
    }

    [Test]
    public void A_toolchain_that_does_not_start_is_an_error()
    {
        var prepare = () => GoroutineProgram.Prepare(new GoToolchain("/nowhere/go"), _scratch);
        prepare.Should().Throw<MeasurementAbortedException>().WithMessage("*/nowhere/go*");
    }

    [TestCase("/a", "/b", "/a/linuxthreads")]
    [TestCase("", "/b", "/b/.cache/linuxthreads")]
    [TestCase("relative", "/b", "/b/.cache/linuxthreads")]
    [TestCase(null, null, null)]
    [TestCase(null, "", null)]
    public void The_program_is_kept_where_the_user_keeps_such_things(string? xdg, string? home, string? expected) =>
        GoroutineProgram.CacheOf(xdg, home).Should().Be(expected);

    [Test]
    public void What_is_kept_is_built_once_and_found_again()
    {
        var toolchain = Toolchain();
        var cache = Path.Combine(_scratch, "cache");
        string path;
        using (var first = GoroutineProgram.Prepare(toolchain, cache))
        {
            path = first.Path;
        }

        var written = File.GetLastWriteTimeUtc(path);
        using var second = GoroutineProgram.Prepare(toolchain, cache);

        second.Path.Should().Be(path).And.StartWith(cache);
        File.GetLastWriteTimeUtc(path).Should().Be(written);
        Directory.GetFiles(cache).Should().Equal(path);
    }

    [TestCase(null)]
    [TestCase("/dev/null/cache")]
    public void What_cannot_be_kept_is_gone_after_use(string? cache)
    {
        string path;
        using (var program = GoroutineProgram.Prepare(Toolchain(), cache))
        {
            path = program.Path;
            File.Exists(path).Should().BeTrue();
        }

        Directory.Exists(Path.GetDirectoryName(path)).Should().BeFalse();
    }

    [Test]
    public void Goroutines_hand_over_without_the_kernel_and_are_valid_only_up_to_two_switches_in_a_hundred()
    {
        _ = Toolchain();
        var plan = Small(Placement.SameCpu);
        var result = PingPongMeter.Measure(plan);
        var few = result.Evidence.CountedSwitches * 100 <= result.RoundTrips * 2;

        result.RoundTrips.Should().Be(plan.RoundTrips);
        result.SamplesNs.Should().HaveCount(plan.Repetitions * plan.Batches).And.OnlyContain(static sample => sample > 0);
        result.Evidence.NominalSwitches.Should().Be(0);
        result.Verdict.Should().BeOneOf(few ? Verdict.Valid : Verdict.WrongCount, Verdict.Contaminated);
        result.PerSwitchNs.Should().BeNull();
        result.Caveats.Should().Contain(static caveat => caveat.Kind == CaveatKind.WholeProcessCounters);
    }

    [Test]
    public void Every_thread_of_the_Go_program_is_on_the_CPU_asked_for()
    {
        using var program = GoroutineProgram.Prepare(Toolchain(), _scratch);
        var cpu = Allowed[^1];
        using var process = GoroutineProcess.Start(program.Path, Small(Placement.SameCpu), cpu, 1, CancellationToken.None);
        process.Run().Should().StartWith("goroutine go");

        ProcRoot.System.TryReadTids(process.Pid, out var tids).Should().BeTrue();
        tids.Should().HaveCountGreaterThan(1);
        tids.Select(static tid => CpuSet.OfThread(tid)).Should().AllBeEquivalentTo(CpuSet.Of(cpu));
    }

    [Test]
    public void A_CPU_that_is_not_there_is_an_error_in_the_programs_own_words()
    {
        using var program = GoroutineProgram.Prepare(Toolchain(), _scratch);
        var start = () => GoroutineProcess.Start(program.Path, Small(Placement.SameCpu), 60_000, 1, CancellationToken.None);
        start.Should().Throw<MeasurementAbortedException>().WithMessage("*is gone*sched_setaffinity 60000: invalid argument*");
    }

    [Test]
    public void A_program_that_is_killed_in_the_middle_is_a_clear_error()
    {
        using var program = GoroutineProgram.Prepare(Toolchain(), _scratch);
        var plan = Small(Placement.SameCpu) with { BatchRoundTrips = 1_000_000_000 };
        using var process = GoroutineProcess.Start(program.Path, plan, null, 1, CancellationToken.None);
        var run = Task.Run(process.Run);
        using (var child = System.Diagnostics.Process.GetProcessById(process.Pid.Value))
        {
            child.Kill();
        }

        FluentActions.Invoking(() => run.GetAwaiter().GetResult()).Should().Throw<MeasurementAbortedException>().WithMessage("*Go program is gone*");
    }

    [Test]
    public void A_cancellation_ends_the_program()
    {
        _ = Toolchain();
        using var source = new CancellationTokenSource();
        var run = Task.Run(() => PingPongMeter.Measure(Small(Placement.SameCpu) with { BatchRoundTrips = 1_000_000_000 }, source.Token));
        source.CancelAfter(TimeSpan.FromSeconds(1));

        FluentActions.Invoking(() => run.GetAwaiter().GetResult()).Should().Throw<OperationCanceledException>();
    }

    [Test]
    public void Goroutines_cannot_be_placed_on_two_CPUs()
    {
        GoroutineRunner.Contradiction([3, 3]).Should().BeNull();
        GoroutineRunner.Contradiction([]).Should().BeNull();
        GoroutineRunner.Contradiction([3, 4]).Should().Contain("cannot be placed");
    }

    private static GoToolchain Toolchain()
    {
        var toolchain = GoToolchain.Find(Environment.GetEnvironmentVariable("PATH"));
        if (toolchain is null)
        {
            Assert.Ignore(GoToolchain.Missing);
        }

        return toolchain!;
    }

    private static PingPongPlan Small(Placement placement) => new()
    {
        Mechanism = Mechanism.Goroutine,
        Placement = placement,
        Repetitions = 2,
        Batches = 5,
        BatchRoundTrips = 20_000,
        WarmUpRoundTrips = 1_000,
        ExtraRepetitions = 0,
    };

    private string Script(string body)
    {
        var path = Path.Combine(_scratch, "go");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
