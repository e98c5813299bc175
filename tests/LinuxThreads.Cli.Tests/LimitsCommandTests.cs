using System.Text.Json;

namespace LinuxThreads.Cli.Tests;

public sealed class LimitsCommandTests
{
    private static readonly string[] Names =
    [
        "rlimit_nproc", "pids.max", "threads-max", "pid_max", "max_map_count", "rlimit_as", "rlimit_data", "commit_limit", "memory.max",
        "mem_available", "seccomp_clone3", "stack_min",
    ];

    [Test]
    [Category("Live")]
    public void The_document_has_the_names_of_the_contract()
    {
        var document = ToolRun.Of("limits", "--json", "--kind", "pthread").Json();

        document.Names().Should().StartWith(["schema", "pid", "kind", "limits", "binding", "prove", "need"]);
        document.Text("schema").Should().Be("linuxthreads/limits/1");
        document.Text("kind").Should().Be("pthread");
        document.Items("limits").First().Names().Should().Equal(
            "name", "scope", "path", "unit", "limit", "current", "per_thread", "threads_until_hit", "errno", "enforced", "why", "readable", "how_to_raise");
        document.Items("limits").Select(limit => limit.Text("name")).Distinct().Should().BeEquivalentTo(Names);
        document.GetProperty("binding").Names().Should().Contain(["name", "threads_until_hit"]);
        document.GetProperty("prove").ValueKind.Should().Be(JsonValueKind.Null);
        document.GetProperty("need").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Test]
    [Category("Live")]
    public void The_binding_limit_is_the_nearest_of_those_that_can_be_hit()
    {
        var document = ToolRun.Of("limits", "--json").Json();

        var nearest = document.Items("limits")
            .Where(limit => limit.GetProperty("enforced").ValueKind != JsonValueKind.False && limit.GetProperty("readable").GetBoolean())
            .Min(limit => limit.LongOrNull("threads_until_hit"));
        document.GetProperty("binding").LongOrNull("threads_until_hit").Should().Be(nearest);
    }

    [Test]
    [Category("Live")]
    public void A_need_that_no_machine_can_meet_ends_with_exit_code_1_and_names_what_is_in_the_way()
    {
        var run = ToolRun.Of("limits", "--json", "--need", "4000000000");

        run.ExitCode.Should().Be(1);
        var need = run.Json().GetProperty("need");
        need.GetProperty("ok").GetBoolean().Should().BeFalse();
        need.Items("in_the_way").Should().NotBeEmpty().And.OnlyContain(limit => limit.LongOrNull("threads_until_hit") < 4_000_000_000);
        need.Items("in_the_way").Select(limit => limit.Text("name")).Should().Contain("max_map_count");
    }

    [Test]
    [Category("Live")]
    public void A_need_of_one_thread_is_met()
    {
        var run = ToolRun.Of("limits", "--json", "--need", "1");

        run.ExitCode.Should().Be(0);
        run.Json().GetProperty("need").GetProperty("ok").GetBoolean().Should().BeTrue();
    }

    [TestCase("pthread")]
    [TestCase("dotnet-thread")]
    [Category("Live")]
    public void A_proof_makes_real_threads_in_a_child_and_stops_where_it_is_told(string kind)
    {
        var run = ToolRun.Of("limits", "--json", "--kind", kind, "--prove", "--max", "150", "--floor", "0");

        run.ExitCode.Should().Be(0, run.Error);
        var proof = run.Json().GetProperty("prove");
        proof.Names().Should().Contain(["kind", "threads_created", "errno", "ended_by", "limit", "predicted"]);
        proof.Text("ended_by").Should().Be("max");
        proof.Long("threads_created").Should().Be(150);
        proof.Text("errno").Should().BeNull();
    }

    [Test]
    [Category("Live")]
    public void A_floor_above_all_memory_ends_the_proof_at_once()
    {
        var run = ToolRun.Of("limits", "--json", "--kind", "pthread", "--prove", "--max", "100000", "--floor", "1000000G");

        var proof = run.Json().GetProperty("prove");
        proof.Text("ended_by").Should().Be("floor");
        proof.Long("threads_created").Should().BeLessThan(5_000);
    }

    [TestCase("--max 5", "give --prove")]
    [TestCase("--prove --pid 1", "Leave out --pid")]
    [TestCase("--kind goroutine", "no kind of thread 'goroutine'")]
    [TestCase("--stack-size 12Q", "number of bytes")]
    [TestCase("--need 0", "positive whole number")]
    public void A_wrong_request_is_told_what_to_do(string arguments, string message)
    {
        var run = ToolRun.Of(["limits", .. arguments.Split(' ')]);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(message).And.NotContain("   at ");
    }

    [Test]
    [Category("Live")]
    public void The_table_fits_80_columns()
    {
        var run = ToolRun.Of(new Output.Terminal(80, Colour: false, ErrorIsTerminal: false), "limits", "--need", "100000");

        run.Out.Split('\n').Should().OnlyContain(line => line.Length <= 80);
    }
}
