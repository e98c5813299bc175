using System.Globalization;
using LinuxThreads.Tests;

namespace LinuxThreads.Cli.Tests;

public sealed class StacksCommandTests
{
    private static readonly string[] ThreadNames =
    [
        "tid", "comm", "stack_start", "stack_end", "reserved_bytes", "guard_bytes", "rss_bytes", "pss_bytes", "swap_bytes", "huge_bytes",
        "touched_depth_bytes", "no_huge_page", "located_by", "unavailable",
    ];

    private static readonly string[] LaterThreadNames =
    [
        "retained_bytes", "retained_unknown", "huge_page_eligible", "huge_page_reason", "huge_page_size_bytes", "huge_page_aligned",
        "huge_page_potential_bytes", "huge_page_may_collapse",
    ];

    [Test]
    [Category("Live")]
    public void The_document_has_the_names_of_the_contract()
    {
        var run = ToolRun.Of("stacks", "--json");

        run.ExitCode.Should().Be(0);
        var document = run.Json();
        document.Names().Should().Equal("schema", "pid", "route", "took_ns", "threads", "totals", "breakdown", "unavailable", "huge_pages", "huge_proof");
        document.GetProperty("breakdown").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null, "nobody asked for it");
        document.Text("schema").Should().Be("linuxthreads/stacks/1");
        document.Long("pid").Should().Be(Environment.ProcessId);
        document.GetProperty("totals").Names().Should().Equal("threads", "located", "reserved_bytes", "rss_bytes", "swap_bytes", "huge_bytes",
            "retained_bytes", "huge_page_eligible", "huge_page_potential_bytes");
        document.GetProperty("huge_pages").Names().Should().Equal("mode", "size_bytes", "process_enabled", "khugepaged_max_ptes_none");
        var threads = document.Items("threads").ToArray();
        threads.Where(thread => thread.Long("tid") != Environment.ProcessId).Should().OnlyContain(thread => thread.Names().SequenceEqual(ThreadNames.Concat(LaterThreadNames)));
        threads.Single(thread => thread.Long("tid") == Environment.ProcessId).Names().Should().StartWith(ThreadNames).And.Contain(LaterThreadNames);
    }

    [Test]
    [Category("Live")]
    public void Reserved_is_end_minus_start_and_the_totals_are_the_sums()
    {
        var document = ToolRun.Of("stacks", "--json").Json();

        var located = document.Items("threads").Where(thread => thread.Text("located_by") is not null).ToArray();
        located.Should().NotBeEmpty();
        foreach (var thread in located)
        {
            (Address(thread.Text("stack_end")) - Address(thread.Text("stack_start"))).Should().Be((ulong)thread.Long("reserved_bytes"));
        }

        var totals = document.GetProperty("totals");
        totals.Long("located").Should().Be(located.Length);
        totals.Long("rss_bytes").Should().Be(located.Sum(thread => thread.LongOrNull("rss_bytes") ?? 0));
        totals.Long("reserved_bytes").Should().Be(located.Sum(thread => thread.Long("reserved_bytes")));
    }

    [TestCase("65536")]
    [TestCase("8388608")]
    [Category("Live")]
    public void A_foreign_process_of_1000_threads_has_the_resident_bytes_that_mincore_counts_in_it(string stackSize)
    {
        using var target = TargetProcess.Start("parked-stacks", "1000", stackSize);

        var run = ToolRun.Of("stacks", "--json", "--pid", target.Pid.ToString());

        run.ExitCode.Should().Be(0);
        var seen = run.Json().Items("threads").ToDictionary(thread => thread.Long("tid"), thread => thread.LongOrNull("rss_bytes"));
        // thread TID 0xLOW 0xHIGH RESIDENT 0xLOWEST
        var truth = target.Lines.Select(line => line.Split(' ')).ToDictionary(
            words => long.Parse(words[1], CultureInfo.InvariantCulture), words => (long?)long.Parse(words[4], CultureInfo.InvariantCulture));
        truth.Should().HaveCount(1000);
        truth.Values.Distinct().Should().HaveCountGreaterThan(5, "the threads write to different numbers of pages");
        seen.Where(entry => truth.ContainsKey(entry.Key)).Should().BeEquivalentTo(truth);
    }

    [Test]
    [Category("Live")]
    public void The_table_fits_80_columns()
    {
        var run = ToolRun.Of(new Output.Terminal(80, Colour: false, ErrorIsTerminal: false), "stacks");

        run.Out.Split('\n').Should().OnlyContain(line => line.Length <= 80);
        run.Out.Should().Contain("main").And.Contain("robust-list");
    }

    [Test]
    [Category("Live")]
    public void The_table_of_huge_pages_has_a_reason_for_every_thread_and_fits_80_columns()
    {
        var run = ToolRun.Of(new Output.Terminal(80, Colour: false, ErrorIsTerminal: false), "stacks", "--huge");

        run.ExitCode.Should().Be(0);
        run.Out.Split('\n').Should().OnlyContain(line => line.Length <= 80);
        run.Out.Should().MatchRegex(@"may +aligned +huge +would add +why");
        run.Out.Should().MatchRegex(@"(?m)^ *\d+ .*(no|yes) +\d+ .*[a-z]+-[a-z-]+ *$");
    }

    [Test]
    [Category("Live")]
    public void The_proof_compares_what_both_lots_took()
    {
        var run = ToolRun.Of("stacks", "--huge", "--prove", "--json");

        run.ExitCode.Should().Be(0, run.Error);
        var proof = run.Json().GetProperty("huge_proof");
        proof.Names().Should().Equal("outcome", "threads", "stack_size_bytes", "eligible", "ineligible", "fault_allocs", "fault_fallbacks");
        if (proof.Text("outcome") != "proven")
        {
            Assert.Ignore($"this kernel gave no huge pages now: {proof.Text("outcome")}");
        }

        proof.GetProperty("eligible").Names().Should().Equal("rss_bytes", "rss_bytes_per_thread", "huge_bytes", "eligible_space_bytes");
        proof.GetProperty("eligible").GetProperty("rss_bytes_per_thread").GetDouble().Should().BeGreaterThan(1 << 20);
        proof.GetProperty("ineligible").GetProperty("rss_bytes_per_thread").GetDouble().Should().BeLessThan(64 << 10);
    }

    [Test]
    public void A_proof_without_huge_is_wrong_usage() => ToolRun.Of("stacks", "--prove").ExitCode.Should().Be(2);

    [Test]
    [Category("Live")]
    public void Where_no_stack_can_be_located_the_totals_are_unknown_and_the_kernel_has_refused()
    {
        if (!File.Exists("/proc/2/status"))
        {
            Assert.Ignore("there is no kernel thread to be seen here");
        }

        var run = ToolRun.Of("stacks", "--json", "--pid", "2");

        run.ExitCode.Should().Be(3);
        if (run.Out.Length == 0)
        {
            run.Error.Should().Contain("/proc/2/", "an ordinary user may not even look");
            return;
        }

        run.Json().GetProperty("totals").LongOrNull("rss_bytes").Should().BeNull();
        run.Json().GetProperty("totals").LongOrNull("reserved_bytes").Should().BeNull();
    }

    private static ulong Address(string? text)
    {
        text.Should().StartWith("0x");
        return ulong.Parse(text![2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
