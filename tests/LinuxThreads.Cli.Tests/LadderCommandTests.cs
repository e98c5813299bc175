using System.Text.Json;

namespace LinuxThreads.Cli.Tests;

[NonParallelizable]
[Category("Live")]
public sealed class LadderCommandTests
{
    private static readonly string[] Rungs =
    [
        "empty-call", "vdso-clock", "null-syscall", "futex-wake", "futex-wait-mismatch", "lone-yield", "self-pipe",
        "yield-to-peer", "futex-one-cpu", "futex-two-cpus", "futex-two-cpus-awake",
    ];

    [Test]
    public void The_document_has_the_names_of_the_contract_and_every_rung_or_why_it_lacks()
    {
        var document = RunOrIgnore("ladder", "--json", "--rounds", "1").Json();

        document.Names().Should().Equal("schema", "conditions", "plan", "steps", "unavailable");
        document.Text("schema").Should().Be("linuxthreads/ladder/1");
        document.GetProperty("conditions").GetProperty("cpu").TryGetProperty("mitigations", out _).Should().BeTrue();
        document.GetProperty("plan").Names().Should().Equal(
            "rounds", "batches", "extra_repetitions", "rung_time_ns", "idling_rung_time_ns", "budget_ns", "two_cpus");
        document.GetProperty("plan").Long("rounds").Should().Be(1);
        var steps = document.Items("steps").ToArray();
        steps.Select(step => step.Text("rung")).Concat(document.Items("unavailable").Select(missing => missing.Text("field")))
            .Should().BeEquivalentTo(Rungs);
        foreach (var step in steps)
        {
            step.Names().Should().Equal(
                "rung", "per", "cpus", "operations", "samples_ns", "rounds_ns", "cost_ns", "difference", "evidence", "verdict", "caveats");
            step.GetProperty("cost_ns").Names().Should().Equal("median", "p25", "p75", "p99", "min", "ci_low", "ci_high");
            step.GetProperty("evidence").Names().Should().StartWith(
                ["nominal_switches", "counted_switches", "voluntary", "involuntary", "migrations", "run_delay_ns", "cpu_ns"]);
            step.Items("samples_ns").Should().HaveCount((int)document.GetProperty("plan").Long("batches"));
            step.Items("rounds_ns").Should().ContainSingle();
        }

        steps.Where(step => step.Text("per") == "switch").Select(step => step.Text("rung")).Should().BeSubsetOf(Rungs[7..]);
    }

    [Test]
    public void A_step_names_what_it_is_compared_with_and_one_round_tells_nothing_apart()
    {
        var steps = RunOrIgnore("ladder", "--json", "--rounds", "1").Json().Items("steps").ToArray();

        steps[0].GetProperty("difference").ValueKind.Should().Be(JsonValueKind.Null);
        var difference = steps.Single(step => step.Text("rung") == "null-syscall").GetProperty("difference");
        difference.Names().Should().Equal("compared_with", "what", "rounds_ns", "median_ns", "ci_low_ns", "ci_high_ns", "confidence", "told_apart");
        difference.Text("compared_with").Should().Be("empty-call");
        difference.GetProperty("ci_low_ns").ValueKind.Should().Be(JsonValueKind.Null);
        difference.GetProperty("told_apart").GetBoolean().Should().BeFalse();
    }

    [Test]
    public void The_table_fits_80_columns_and_names_every_rung_the_mitigations_and_what_is_not_told_apart()
    {
        var run = RunOrIgnore(new Output.Terminal(80, Colour: false, ErrorIsTerminal: false), "ladder", "--rounds", "1");

        run.ExitCode.Should().Be(0);
        run.Out.Split('\n').Should().OnlyContain(line => line.Length <= 80);
        run.Out.Should().ContainAll(Rungs).And.ContainAny("Mitigations in force", "Mitigations are unknown").And.Contain("  less null-syscall").And.Contain("not told apart");
        run.Error.Should().Contain("round 1 of 1");
    }

    [TestCase("0")]
    [TestCase("-3")]
    [TestCase("many")]
    [TestCase("1001")]
    public void A_number_of_rounds_out_of_range_is_a_mistake_of_usage(string rounds)
    {
        var run = ToolRun.Of("ladder", "--rounds", rounds);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("--rounds").And.Contain("1 to 1000");
        run.Out.Should().BeEmpty();
    }

    private static ToolRun RunOrIgnore(params string[] args) => RunOrIgnore(Output.Terminal.None, args);

    private static ToolRun RunOrIgnore(Output.Terminal terminal, params string[] args)
    {
        var run = ToolRun.Of(terminal, args);
        if (run.ExitCode == 3)
        {
            Assert.Ignore(run.Error);
        }

        return run;
    }
}
