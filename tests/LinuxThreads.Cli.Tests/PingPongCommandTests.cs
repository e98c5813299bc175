using System.Text.Json;

namespace LinuxThreads.Cli.Tests;

[NonParallelizable]
public sealed class PingPongCommandTests
{
    [Test]
    [Category("Live")]
    public void The_document_has_the_names_of_the_contract_and_the_evidence()
    {
        var run = ToolRun.Of("pingpong", "--json", "--mechanism", "futex", "--placement", "same-cpu", "--round-trips", "18000");
        if (run.ExitCode == 3)
        {
            Assert.Ignore(run.Error);
        }

        var document = run.Json();
        document.Names().Should().Equal("schema", "conditions", "results", "unavailable");
        document.Text("schema").Should().Be("linuxthreads/pingpong/1");
        document.GetProperty("conditions").GetProperty("kernel").Text("release").Should().NotBeNullOrEmpty();
        var result = document.Items("results").Should().ContainSingle().Subject;
        result.Names().Should().Equal(
            "mechanism", "placement", "cpus", "plan", "round_trips", "samples_ns", "round_trip_ns", "per_switch_ns", "baseline", "evidence", "verdict", "caveats");
        result.GetProperty("round_trip_ns").Names().Should().Equal("median", "p25", "p75", "p99", "min", "ci_low", "ci_high");
        result.GetProperty("evidence").Names().Should().StartWith(
            ["nominal_switches", "counted_switches", "voluntary", "involuntary", "migrations", "run_delay_ns", "cpu_ns"]);
        result.Long("round_trips").Should().Be(18_000);
        result.Items("cpus").Should().HaveCount(2);
        result.GetProperty("evidence").Long("nominal_switches").Should().Be(36_000);
        result.GetProperty("baseline").Names().Should().Equal("name", "median_ns", "net_ns", "verdict");
        result.GetProperty("baseline").Text("name").Should().Be("futex-wake-and-wait");
        result.GetProperty("plan").Names().Should().EndWith(["policy", "processes", "awake"]);
        if (result.Text("verdict") != "contaminated")
        {
            (result.GetProperty("evidence").Long("counted_switches") / 18_000.0).Should().BeInRange(1.96, 2.04);
        }
    }

    [Test]
    [Category("Live")]
    public void All_mechanisms_are_those_of_the_contract_measured_or_with_the_reason_why_not()
    {
        var document = ToolRun.Of("pingpong", "--json", "--mechanism", "all", "--round-trips", "180").Json();

        var measured = document.Items("results").Select(static result => $"{result.Text("mechanism")}, {result.Text("placement")}").ToArray();
        var missing = document.Items("unavailable").Select(static missing => missing.Text("field")!).ToArray();
        measured.Concat(missing).Should().BeEquivalentTo(
            new[]
            {
                "futex", "pipe", "eventfd", "socketpair", "condvar", "semaphore", "yield", "spin", "coroutine", "swapcontext",
                "monitor", "semaphore-slim", "manual-reset-event-slim", "channel", "task-completion-source", "task-yield", "goroutine",
            }.Select(static name => $"{name}, same-cpu"));
        missing.Should().Contain("spin, same-cpu", "two that spin on one CPU do not hand over");
        document.Items("unavailable").Should().OnlyContain(static missing => missing.Text("reason")!.Length > 20);
    }

    [Test]
    [Category("Live")]
    public void A_policy_two_processes_and_awake_CPUs_are_in_the_plan_of_the_row()
    {
        var run = ToolRun.Of("pingpong", "--json", "--mechanism", "pipe", "--policy", "batch", "--processes", "--awake", "--round-trips", "180");
        if (run.ExitCode == 3)
        {
            Assert.Ignore(run.Error);
        }

        var plan = run.Json().Items("results").Single().GetProperty("plan");
        plan.Text("policy").Should().Be("batch");
        plan.GetProperty("processes").GetBoolean().Should().BeTrue();
        plan.GetProperty("awake").GetBoolean().Should().BeTrue();
    }

    [Test]
    [Category("Live")]
    public void The_matrix_has_each_pair_of_CPUs_once_and_a_table_with_both_halves()
    {
        if (Environment.ProcessorCount is < 2 or > 8)
        {
            Assert.Ignore("needs 2 to 8 CPUs, of which every pair is measured");
        }

        var run = ToolRun.Of(new Output.Terminal(80, Colour: false, ErrorIsTerminal: false), "pingpong", "--matrix", "--round-trips", "180");

        run.Out.Split('\n').Should().OnlyContain(static line => line.Length <= 80);
        run.Out.Should().Contain("cpus:0,0").And.Contain("cpus:0,1").And.NotContain("cpus:1,0");
        run.Out.Split('\n').Should().ContainSingle(static line => line.StartsWith("CPU 0 ")).And.ContainSingle(static line => line.StartsWith("CPU 1 "));
    }

    [TestCase("--mechanism spin", "spin, same-cpu: two that spin on one CPU")]
    [TestCase("--mechanism coroutine --processes", "coroutine, same-cpu, processes: coroutine has both sides in one process")]
    [TestCase("--mechanism channel --policy batch", "channel, same-cpu: policies, load and work are for native threads")]
    public void A_row_that_contradicts_itself_is_refused_as_usage(string arguments, string message)
    {
        var run = ToolRun.Of(["pingpong", .. arguments.Split(' ')]);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(message);
    }

    [TestCase("--policy", "nice", "there is no policy 'nice'; take one of other, fifo, rr, batch, idle")]
    [TestCase("--mechanism", "smoke", "there is no mechanism 'smoke'")]
    [TestCase("--round-trips", "0", "'0' is not one")]
    public void A_bad_value_is_told_with_those_there_are(string option, string value, string message)
    {
        var run = ToolRun.Of("pingpong", option, value);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(message);
    }

    [Test]
    [Category("Live")]
    public void A_mechanism_of_user_space_has_no_time_per_switch()
    {
        var document = ToolRun.Of("pingpong", "--json", "--mechanism", "channel", "--round-trips", "18000").Json();

        var result = document.Items("results").Single();
        result.GetProperty("per_switch_ns").ValueKind.Should().Be(JsonValueKind.Null);
        result.GetProperty("evidence").Long("nominal_switches").Should().Be(0);
    }

    [Test]
    [Category("Live")]
    public void A_named_row_that_its_own_evidence_refutes_ends_with_exit_code_1()
    {
        if (Environment.ProcessorCount < 2)
        {
            Assert.Ignore("needs two CPUs");
        }

        var run = ToolRun.Of("pingpong", "--json", "--mechanism", "yield", "--placement", "cpus:0,1", "--round-trips", "180000");
        if (run.ExitCode != 1)
        {
            // On a busy CPU the yields do switch, or the run is contaminated, which comes before a wrong count.
            run.Json().Items("results").Single().Text("verdict").Should().NotBe("wrong-count");
            Assert.Ignore($"the CPUs were not quiet enough: {run.Json().Items("results").Single().Text("verdict")}");
        }

        run.Json().Items("results").Single().Text("verdict").Should().Be("wrong-count");
    }

    [Test]
    [Category("Live")]
    public void The_table_fits_80_columns()
    {
        var run = ToolRun.Of(
            new Output.Terminal(80, Colour: false, ErrorIsTerminal: false), "pingpong", "--mechanism", "all", "--placement", "unpinned", "--round-trips", "900");

        run.Out.Split('\n').Should().OnlyContain(line => line.Length <= 80);
    }
}
