namespace LinuxThreads.Cli.Tests;

[NonParallelizable]
public sealed class ReportCommandTests
{
    [Test]
    [Category("Live")]
    public void The_report_answers_its_questions_with_figures_evidence_and_verdict()
    {
        var run = ToolRun.Of("report", "--quick", "--json");

        run.ExitCode.Should().Be(0);
        var document = run.Json();
        document.Names().Should().StartWith(["schema", "conditions", "answers", "took_ns"]);
        document.Text("schema").Should().Be("linuxthreads/report/1");
        var answers = document.Items("answers").ToArray();
        answers.Select(answer => answer.Text("id")).Should().Equal("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8", "Q9", "switches", "stacks", "limits");
        foreach (var answer in answers)
        {
            answer.Names().Should().Contain(["id", "question", "sentence", "figures", "evidence", "verdict", "published"]);
            answer.Text("sentence").Should().NotBeNullOrEmpty().And.NotContain("NaN").And.NotContain("∞");
            answer.Text("verdict").Should().BeOneOf("valid", "contaminated", "wrong-count", "unverified");
        }
    }

    [Test]
    [Category("Live")]
    public void The_printed_report_fits_80_columns_and_is_written_as_json_beside_it()
    {
        var file = Path.Combine(Path.GetTempPath(), $"linuxthreads-report-{Environment.ProcessId}.json");
        try
        {
            var run = ToolRun.Of(new Output.Terminal(80, Colour: false, ErrorIsTerminal: false), "report", "--quick", "--json", file);

            run.ExitCode.Should().Be(0);
            run.Out.Split('\n').Should().OnlyContain(line => line.Length <= 80);
            run.Out.Should().Contain("Q1.").And.Contain("Q2.").And.Contain("Q5.").And.Contain("Q7.").And.Contain("Q9.");
            System.Text.Json.JsonDocument.Parse(File.ReadAllText(file)).RootElement.Text("schema").Should().Be("linuxthreads/report/1");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
