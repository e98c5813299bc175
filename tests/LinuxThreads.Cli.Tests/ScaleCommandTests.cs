using System.Text.Json;

namespace LinuxThreads.Cli.Tests;

public sealed class ScaleCommandTests
{
    [Test]
    [Category("Live")]
    public void The_document_has_the_names_of_the_contract()
    {
        var run = ToolRun.Of("scale", "--threads", "500", "--laps", "3", "--json");

        run.ExitCode.Should().Be(0, run.Error);
        var document = run.Json();
        document.Text("schema").Should().Be("linuxthreads/scale/1");
        document.Names().Should().Contain(["conditions", "plan", "threads_created", "create_ns_per_thread", "handover_ns", "ledger", "sysctls", "futex_hash_buckets", "ended_by", "verdict", "took_ns"]);
        document.Long("threads_created").Should().Be(500);
        document.Text("ended_by").Should().Be("done");
        document.GetProperty("create_ns_per_thread").GetDouble().Should().BeGreaterThan(0);
        document.GetProperty("handover_ns").GetProperty("median").GetDouble().Should().BeGreaterThan(0);
        document.Items("hand_overs").Select(row => row.Text("order")).Should().Equal("parking", "random");
        document.GetProperty("ledger").GetProperty("per_thread").Names().Should().Contain(["user_rss_bytes", "page_table_bytes", "kernel_stack_bytes", "kernel_slab_bytes", "total_bytes", "vmas"]);
        document.Items("sysctls").Should().BeEmpty();
        document.Items("left_behind").Should().BeEmpty();
    }

    [Test]
    [Category("Live")]
    public void What_won_t_fit_ends_with_exit_code_3_the_limit_and_what_to_do()
    {
        var run = ToolRun.Of("scale", "--threads", "4000000", "--json");

        run.ExitCode.Should().Be(3);
        var document = run.Json();
        document.Text("ended_by").Should().Be("predicted");
        document.Text("why").Should().Contain("max_map_count").And.Contain("--carved");
        document.Items("in_the_way").Should().NotBeEmpty();
        document.GetProperty("handover_ns").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Test]
    [Category("Live")]
    public void Raising_limits_as_an_ordinary_user_is_refused_with_what_is_needed()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("root may raise them");
        }

        var run = ToolRun.Of("scale", "--threads", "4000000", "--raise-limits");

        run.ExitCode.Should().Be(3);
        run.Error.Should().Contain("EACCES").And.Contain("vm.max_map_count of at least").And.Contain("sysctl -w").And.NotContain("   at ");
        run.Out.Should().BeEmpty();
    }

    [Test]
    [Category("Live")]
    public void The_text_fits_80_columns()
    {
        var run = ToolRun.Of(new Output.Terminal(80, Colour: false, ErrorIsTerminal: false), "scale", "--threads", "100", "--laps", "2");

        run.ExitCode.Should().Be(0, run.Error);
        run.Out.Split('\n').Should().OnlyContain(line => line.Length <= 80);
        run.Out.Should().Contain("Nothing is left");
    }

    [TestCase("--threads 1", "from 2 to 4000000")]
    [TestCase("--threads 5000000", "from 2 to 4000000")]
    [TestCase("--threads x", "positive whole number")]
    [TestCase("--threads 10 --laps -1", "--laps takes")]
    [TestCase("--threads 10 --laps 1.5", "--laps takes")]
    [TestCase("--json", "--threads")]
    public void A_wrong_request_is_told_what_to_do(string arguments, string message)
    {
        var run = ToolRun.Of(["scale", .. arguments.Split(' ')]);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(message).And.NotContain("   at ");
    }
}
