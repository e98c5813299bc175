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
        document.Names().Should().Equal("schema", "conditions", "results");
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
        (result.GetProperty("evidence").Long("counted_switches") / 18_000.0).Should().BeInRange(1.96, 2.04);
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
