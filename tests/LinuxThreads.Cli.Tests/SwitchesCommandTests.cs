using System.Globalization;
using LinuxThreads.Tests;

namespace LinuxThreads.Cli.Tests;

public sealed class SwitchesCommandTests
{
    [Test]
    [Category("Live")]
    public void The_document_has_the_names_of_the_contract()
    {
        var document = ToolRun.Of("switches", "--json").Json();

        document.Names().Should().Equal("schema", "pid", "interval_ns", "threads", "totals", "unavailable");
        document.Text("schema").Should().Be("linuxthreads/switches/1");
        document.LongOrNull("interval_ns").Should().BeNull("nothing was asked for but the counts since each thread's start");
        document.Items("threads").First().Names().Should().Equal(
            "tid", "comm", "switches", "voluntary", "involuntary", "migrations", "cpu_ns", "run_delay_ns", "timeslices");
        document.GetProperty("totals").Names().Should().StartWith(
            ["threads", "switches", "voluntary", "involuntary", "cpu_ns", "run_delay_ns", "started", "exited", "exited_switches"]);
    }

    [Test]
    [Category("Live")]
    public void Totals_are_the_sums_of_the_listed_threads()
    {
        var document = ToolRun.Of("switches", "--json").Json();

        foreach (var name in (string[])["switches", "voluntary", "involuntary", "cpu_ns", "run_delay_ns"])
        {
            document.GetProperty("totals").Long(name).Should().Be(document.Items("threads").Sum(thread => thread.Long(name)), name);
        }
    }

    [Test]
    [Category("Live")]
    public void A_foreign_process_has_the_counts_its_threads_read_themselves_plus_the_switch_that_parked_them()
    {
        using var target = TargetProcess.Start("switchers", "32");

        var run = ToolRun.Of("switches", "--json", "--pid", target.Pid.ToString());

        run.ExitCode.Should().Be(0);
        var seen = run.Json().Items("threads").ToDictionary(
            thread => thread.Long("tid"), thread => (Voluntary: thread.Long("voluntary"), Involuntary: thread.Long("involuntary")));
        target.Lines.Should().HaveCount(32);
        foreach (var words in target.Lines.Select(line => line.Split(' ')))
        {
            // thread TID VOLUNTARY INVOLUNTARY
            var tid = long.Parse(words[1], CultureInfo.InvariantCulture);
            seen[tid].Should().Be((long.Parse(words[2], CultureInfo.InvariantCulture) + 1, long.Parse(words[3], CultureInfo.InvariantCulture)), "of thread {0}", tid);
        }
    }

    [Test]
    [Category("Live")]
    public void Intervals_are_as_many_as_asked_for_each_a_document()
    {
        var run = ToolRun.Of("switches", "--json", "--interval", "0.01", "--count", "3");

        var reader = new System.Text.Json.Utf8JsonReader(
            System.Text.Encoding.UTF8.GetBytes(run.Out), new System.Text.Json.JsonReaderOptions { AllowMultipleValues = true });
        var intervals = new List<long>();
        while (reader.Read())
        {
            using var document = System.Text.Json.JsonDocument.ParseValue(ref reader);
            intervals.Add(document.RootElement.Long("interval_ns"));
        }

        intervals.Should().HaveCount(3).And.OnlyContain(interval => interval >= 10_000_000);
    }

    [Test]
    [Category("Live")]
    public void The_table_fits_80_columns()
    {
        var run = ToolRun.Of(new Output.Terminal(80, Colour: false, ErrorIsTerminal: false), "switches");

        run.Out.Split('\n').Should().OnlyContain(line => line.Length <= 80);
    }
}
