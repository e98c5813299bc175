using System.Text.Json;

namespace LinuxThreads.Cli.Tests;

[NonParallelizable]
[Category("Live")]
public sealed class DirectedCommandTests
{
    [Test]
    public void The_document_has_hand_overs_facilities_and_an_answer()
    {
        var document = RunOrIgnore(Output.Terminal.None, "directed", "--json", "--quick").Json();

        document.Names().Should().Equal("schema", "conditions", "hand_overs", "facilities", "sentence", "published", "unavailable");
        document.Text("schema").Should().Be("linuxthreads/directed/1");
        var handOvers = document.Items("hand_overs").ToArray();
        handOvers.Should().HaveCount(9 - document.Items("unavailable").Count());
        handOvers.Should().OnlyContain(static row => row.Names().SequenceEqual(new[] { "hand_over", "per_switch_rounds_ns", "to_futex_on_one_cpu", "to_plain_seccomp" }));
        handOvers[0].GetProperty("to_futex_on_one_cpu").ValueKind.Should().Be(JsonValueKind.Null);
        (handOvers[0].GetProperty("hand_over").Text("mechanism"), handOvers[0].GetProperty("hand_over").Text("placement")).Should().Be(("futex", "same-cpu"));
        handOvers.Where(static row => row.GetProperty("to_plain_seccomp").ValueKind != JsonValueKind.Null)
            .Should().OnlyContain(static row => row.GetProperty("hand_over").Text("mechanism") == "seccomp-notify-sync");
        document.Items("facilities").Select(facility => facility.Text("name")).Should().Equal(
            "futex-swap", "umcg", "sched-ext", "rseq-slice-extension", "seccomp-notify", "seccomp-sync-wake-up");
        document.Items("facilities").Select(facility => facility.Text("state")).Should().BeSubsetOf(["present", "absent", "not-permitted", "unknown"]);
        document.Text("sentence").Should().Contain("179 ns");
        document.Items("published").Should().HaveCount(4);
    }

    [Test]
    public void The_text_fits_80_columns_and_has_the_published_figures_beside_the_own()
    {
        var run = RunOrIgnore(new Output.Terminal(80, Colour: false, ErrorIsTerminal: false), "directed", "--quick");

        run.ExitCode.Should().Be(0);
        run.Out.Split('\n').Should().OnlyContain(line => line.Length <= 80);
        run.Out.Should().ContainAll("seccomp-notify-sync", "Free to move:", "futex-swap", "absent", "Published:", "SwitchTo", "FUTEX_SWAP", "UMCG", "8,655");
    }

    [Test]
    public void Doctor_lists_the_same_facilities()
    {
        var checks = ToolRun.Of("doctor", "--json").Json().Items("checks").Select(check => check.Text("name"));

        checks.Should().Contain(["futex-swap", "umcg", "sched-ext", "rseq-slice-extension", "seccomp-notify", "seccomp-sync-wake-up"]);
    }

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
