namespace LinuxThreads.Cli.Tests;

public sealed class UsageTests
{
    [TestCase("stacks --pid abc", "positive whole number; 'abc'")]
    [TestCase("stacks --pid 0", "positive whole number; '0'")]
    [TestCase("stacks --pid -5", "positive whole number; '-5'")]
    [TestCase("stacks --pid 99999999999", "positive whole number; '99999999999'")]
    [TestCase("switches --pid 4194305", "there is no process 4194305")]
    [TestCase("switches --interval none", "--interval takes seconds")]
    [TestCase("switches --interval 0", "--interval takes seconds")]
    [TestCase("switches --interval NaN", "--interval takes seconds")]
    [TestCase("switches --interval 1 --count -1", "--count takes a whole number")]
    [TestCase("pingpong --mechanism telepathy", "there is no mechanism 'telepathy'; take one of futex, pipe")]
    [TestCase("pingpong --placement moon", "there is no placement 'moon'; take one of same-cpu")]
    [TestCase("pingpong --placement cpus:0", "there is no placement 'cpus:0'")]
    [TestCase("pingpong --placement cpus:0,9999", "CPU 9999 is not there or this process may not use it")]
    [TestCase("pingpong --round-trips 0", "--round-trips takes a positive whole number")]
    [TestCase("create --kind fork", "there is no kind of creation 'fork'; take one of pthread, pthread-steps")]
    [TestCase("create --cache lukewarm", "--cache takes warm or cold; 'lukewarm'")]
    [TestCase("create --creators 0", "--creators takes a whole number from 1 to 1024; '0'")]
    [TestCase("create --stack-size 1K", "--stack-size takes a number of bytes from 16384")]
    [TestCase("create --count 0", "--count takes a positive whole number; '0'")]
    [TestCase("create --kind dotnet-thread --cache cold", "dotnet-thread has no choice of stacks")]
    [TestCase("create --kind pthread-steps --creators 2", "taken by one creator")]
    [TestCase("create --kind task-run --stack-size 1M", "task-run runs on the pool's threads")]
    [TestCase("report --json /nowhere/report.json", "Give a path that can be written")]
    [TestCase("fly", "'fly'")]
    [TestCase("stacks --sideways", "'--sideways'")]
    public void A_wrong_command_line_gets_one_clear_message_and_exit_code_2(string commandLine, string message)
    {
        var run = ToolRun.Of(commandLine.Split(' '));

        run.ExitCode.Should().Be(2);
        run.Out.Should().BeEmpty();
        run.Error.Should().StartWith("linuxthreads").And.Contain(message).And.NotContain("   at ");
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCountLessThanOrEqualTo(2);
    }

    [Test]
    public void No_command_at_all_is_a_usage_error_that_names_the_help()
    {
        var run = ToolRun.Of();

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("linuxthreads --help");
    }

    [TestCase("report")]
    [TestCase("stacks")]
    [TestCase("switches")]
    [TestCase("pingpong")]
    [TestCase("create")]
    [TestCase("limits")]
    [TestCase("plan")]
    [TestCase("scale")]
    [TestCase("doctor")]
    public void Every_command_explains_itself_and_offers_json(string command)
    {
        var run = ToolRun.Of(command, "--help");

        run.ExitCode.Should().Be(0);
        run.Out.Should().Contain("--json").And.Contain($"linuxthreads/{command}/1");
    }

    [Test]
    [Category("Live")]
    public void A_thread_that_is_no_process_is_named_as_one()
    {
        using var over = new ManualResetEventSlim();
        using var thread = Native.NativeThread.Start(new Native.NativeThreadOptions(), over.Wait);

        var run = ToolRun.Of("stacks", "--pid", thread.Tid.ToString());

        over.Set();
        run.ExitCode.Should().Be(3);
        run.Error.Should().Contain($"thread of process {Environment.ProcessId}");
    }

    [Test]
    [Category("Live")]
    public void A_process_of_another_user_is_refused_with_the_reason_and_exit_code_3()
    {
        if (Environment.UserName == "root")
        {
            Assert.Ignore("root may look at every process");
        }

        var run = ToolRun.Of("stacks", "--pid", "1");

        run.ExitCode.Should().Be(3);
        run.Error.Should().Contain("/proc/1/").And.Contain("EACCES").And.Contain("CAP_SYS_PTRACE").And.NotContain("   at ");
        run.Out.Should().BeEmpty();
    }
}
