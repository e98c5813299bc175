using LinuxThreads.Cli.Output;

namespace LinuxThreads.Cli.Tests;

[NonParallelizable]
public sealed class FootprintCommandTests
{
    [Test]
    [Category("Live")]
    public void The_document_has_the_names_of_the_contract()
    {
        var run = Run("--json", "--kind", "pthread", "--stack-size", "256K", "--threads", "100,200,300,400");

        var document = run.Json();
        document.Names().Should().Equal("schema", "conditions", "kinds");
        document.Text("schema").Should().Be("linuxthreads/footprint/1");
        var kind = document.Items("kinds").Should().ContainSingle().Subject;
        kind.Names().Should().Contain(
        [
            "kind", "stack_size_bytes", "per_thread", "slab_caches", "r_squared", "ci_low_bytes", "ci_high_bytes", "closure", "verdict", "caveats",
        ]);
        kind.Text("kind").Should().Be("pthread");
        kind.Long("stack_size_bytes").Should().Be(256 * 1024);
        kind.Items("thread_counts").Select(count => count.GetInt32()).Should().Equal(100, 200, 300, 400);
        var one = kind.GetProperty("per_thread");
        one.Names().Should().Equal(
            "address_space_bytes", "user_rss_bytes", "stack_rss_bytes", "other_user_bytes", "page_table_bytes", "kernel_stack_bytes", "kernel_slab_bytes",
            "total_bytes", "vmas");
        double Value(string name) => one.GetProperty(name).GetDouble();
        Value("user_rss_bytes").Should().BeApproximately(Value("stack_rss_bytes") + Value("other_user_bytes"), 0.01);
        Value("total_bytes").Should().BeApproximately(
            Value("user_rss_bytes") + Value("page_table_bytes") + Value("kernel_stack_bytes") + Value("kernel_slab_bytes"), 0.01);
        kind.GetProperty("closure").Names().Should().Contain(["ledger_bytes", "mem_available_bytes", "per_cpu_list_bytes", "ratio"]);
        var ballast = kind.Items("caveats").First(caveat => caveat.Text("kind") == "slab-reuse");
        ballast.GetProperty("figures").GetProperty("ballast_threads").GetDouble().Should().BeGreaterThan(0);
    }

    [Test]
    [Category("Live")]
    public void Everything_that_can_be_parked_is_one_table_of_80_columns()
    {
        var run = Run(new Terminal(80, Colour: false, ErrorIsTerminal: false), "--quick");

        var lines = run.Out.Split('\n');
        lines.Should().OnlyContain(line => line.Length <= 80);
        lines.TakeWhile(line => !line.StartsWith("KiB", StringComparison.Ordinal)).Skip(1).Select(line => line.Split(' ')[0]).Should().Equal(
            "pthread", "pthread", "pthread", "pthread-carved", "dotnet-thread", "async-method", "pool-work-item", "user-stack");
        run.Error.Should().Contain("(8 of 8)");
    }

    [TestCase("pthread")]
    [TestCase("user-stack")]
    [Category("Live")]
    public void More_than_a_limit_allows_end_with_exit_code_3_and_the_limit(string kind)
    {
        var run = ToolRun.Of("footprint", "--kind", kind, "--threads", "10,20,30,2147483647");

        run.ExitCode.Should().Be(3);
        run.Error.Should().Contain("stops them after").And.Contain("Raise it").And.NotContain("   at ");
    }

    [TestCase("--kind fibre", "there is no kind 'fibre'; take one of pthread, pthread-carved, dotnet-thread, async-method, pool-work-item, user-stack, or all")]
    [TestCase("--threads 1,2,3", "--threads takes at least four ascending numbers")]
    [TestCase("--threads 1,2,3,3", "--threads takes at least four ascending numbers")]
    [TestCase("--threads 0,2,3,4", "--threads takes at least four ascending numbers")]
    [TestCase("--threads 1,2,,4", "--threads takes at least four ascending numbers")]
    [TestCase("--threads 1,2,3,4 --quick", "--quick chooses the numbers that --threads names")]
    [TestCase("--kind async-method --stack-size 64K", "a parked async-method has no stack")]
    [TestCase("--kind pool-work-item --touch 4K", "a parked pool-work-item has no stack")]
    [TestCase("--stack-size 64K --touch 64K", "--touch")]
    [TestCase("--stack-size 0", "--stack-size takes a number of bytes from 1")]
    public void A_wrong_request_is_told_what_to_do(string arguments, string message)
    {
        var run = ToolRun.Of(["footprint", .. arguments.Split(' ')]);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(message).And.NotContain("   at ");
    }

    [TestCase(0, "0")]
    [TestCase(56, "0.05")]
    [TestCase(8192, "8.00")]
    [TestCase(16_384, "16.0")]
    [TestCase(8_392_704, "8196")]
    [TestCase(67_108_864, "64M")]
    [TestCase(1_073_741_824, "1G")]
    [TestCase(-2048, "-2.0")]
    [TestCase(-10, "0")]
    [TestCase(-60, "-0.1")]
    [TestCase(-102_400, "-100")]
    [TestCase(-1_048_576, "-1M")]
    public void Sizes_fit_four_places(double bytes, string text) => LedgerTable.Kibibytes(bytes).Should().Be(text);

    private static ToolRun Run(params string[] args) => Run(Terminal.None, args);

    private static ToolRun Run(Terminal terminal, params string[] args)
    {
        var run = ToolRun.Of(terminal, ["footprint", .. args]);
        if (run.ExitCode == 3)
        {
            Assert.Ignore(run.Error);
        }

        run.ExitCode.Should().Be(0, run.Error);
        return run;
    }
}
