namespace LinuxThreads.Cli.Tests;

[NonParallelizable]
public sealed class PlanCommandTests
{
    [TestCase("native", "pthread", 2)]
    [TestCase("dotnet", "dotnet-thread", 4)]
    [Category("Live")]
    public void Threads_are_planned_by_the_ledger_of_their_kind(string kind, string name, double vmas)
    {
        var run = ToolRun.Of("plan", "--json", "--threads", "100", "--work", "50us", "--kind", kind);
        if (run.ExitCode == 3)
        {
            Assert.Ignore(run.Error);
        }

        run.ExitCode.Should().Be(0, run.Error);
        var document = run.Json();
        document.Text("schema").Should().Be("linuxthreads/plan/1");
        document.Text("kind").Should().Be(name);
        document.Long("work_ns").Should().Be(50_000);
        var one = document.GetProperty("per_thread");
        one.GetProperty("vmas").GetDouble().Should().BeApproximately(vmas, 0.2);
        one.GetProperty("stack_rss_bytes").GetDouble().Should().BeGreaterThanOrEqualTo(8192);
        document.GetProperty("total").GetProperty("stack_rss_bytes").GetDouble().Should().BeApproximately(
            100 * one.GetProperty("stack_rss_bytes").GetDouble(), 1);
        document.GetProperty("switching").Text("mechanism").Should().Be("futex");
        document.Text("advice").Should().Contain("100 of kind").And.NotContain("NaN");
    }

    [Test]
    [Category("Live")]
    public void Tasks_have_no_stack_and_no_mapping()
    {
        var document = ToolRun.Of("plan", "--json", "--threads", "100", "--work", "1ms", "--kind", "task").Json();

        var one = document.GetProperty("per_thread");
        one.GetProperty("stack_rss_bytes").GetDouble().Should().Be(0);
        one.GetProperty("vmas").GetDouble().Should().BeApproximately(0, 0.01);
        one.GetProperty("user_rss_bytes").GetDouble().Should().BeInRange(50, 2_000);
        document.GetProperty("switching").Text("mechanism").Should().Be("channel");
    }

    [Test]
    [Category("Live")]
    public void What_each_touches_of_its_stack_is_in_the_ledger()
    {
        var document = ToolRun.Of("plan", "--json", "--threads", "100", "--work", "1ms", "--kind", "dotnet", "--touch", "64K").Json();

        document.GetProperty("per_thread").GetProperty("stack_rss_bytes").GetDouble().Should().BeInRange(65_536, 90_112);
    }

    [Test]
    [Category("Live")]
    public void More_threads_than_any_limit_allows_end_with_exit_code_1_and_the_limit()
    {
        var run = ToolRun.Of("plan", "--json", "--threads", "4000000000", "--work", "1ms", "--kind", "dotnet");

        run.ExitCode.Should().Be(1);
        run.Json().Items("in_the_way").Select(limit => limit.Text("name")).Should().Contain("max_map_count");
        run.Json().Text("advice").Should().Contain("will not start here");
    }

    [TestCase("--threads 5 --work 5", "--work takes a time with its unit")]
    [TestCase("--threads 5 --work -5us", "--work takes a time with its unit")]
    [TestCase("--threads 5 --work 1us --kind fibre", "there is no kind 'fibre'")]
    [TestCase("--threads 5 --work 1us --kind task --touch 4K", "a parked task has no stack")]
    [TestCase("--work 1us", "--threads")]
    public void A_wrong_request_is_told_what_to_do(string arguments, string message)
    {
        var run = ToolRun.Of(["plan", .. arguments.Split(' ')]);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(message).And.NotContain("   at ");
    }

    [Test]
    [Category("Live")]
    public void The_printed_plan_fits_80_columns()
    {
        var run = ToolRun.Of(new Output.Terminal(80, Colour: false, ErrorIsTerminal: false), "plan", "--threads", "10000", "--work", "50us", "--kind", "task");

        run.Out.Split('\n').Should().OnlyContain(line => line.Length <= 80);
    }
}
