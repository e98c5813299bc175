using LinuxThreads.PingPong;

namespace LinuxThreads.Tests.PingPong;

public sealed class PlacementTests
{
    private static readonly string[] Names = ["same-cpu", "smt-sibling", "same-llc", "cross-llc", "cross-node", "unpinned"];

    [Test]
    public void The_relations_have_the_names_of_the_command_line_in_growing_distance() =>
        Placement.Relations.Select(static placement => placement.ToString()).Should().Equal(Names);

    [TestCaseSource(nameof(Names))]
    [TestCase("cpus:0,1")]
    [TestCase("cpus:7,7")]
    [TestCase("cpus:1023,0")]
    public void A_name_is_read_and_written_back(string name)
    {
        Placement.TryParse(name, out var placement).Should().BeTrue();
        placement.ToString().Should().Be(name);
    }

    [Test]
    public void What_is_read_equals_what_is_named_in_code()
    {
        Placement[] named =
        [
            Placement.SameCpu, Placement.SmtSibling, Placement.SameLlc, Placement.CrossLlc, Placement.CrossNode, Placement.Unpinned,
        ];
        Placement.Relations.Should().Equal(named);
        Placement.TryParse("cpus:3,5", out var cpus).Should().BeTrue();
        cpus.Should().Be(Placement.OnCpus(3, 5)).And.NotBe(Placement.OnCpus(5, 3));
        (cpus.Kind, cpus.CpuA, cpus.CpuB).Should().Be((PlacementKind.NamedCpus, 3, 5));
    }

    [TestCase("")]
    [TestCase("same")]
    [TestCase("Same-Cpu")]
    [TestCase(" same-cpu")]
    [TestCase("named-cpus")]
    [TestCase("cpus:")]
    [TestCase("cpus:1")]
    [TestCase("cpus:1,")]
    [TestCase("cpus:,1")]
    [TestCase("cpus:1,2,3")]
    [TestCase("cpus:-1,2")]
    [TestCase("cpus:1, 2")]
    [TestCase("cpus:0x1,2")]
    [TestCase("cpus:1,99999999999")]
    [TestCase("CPUS:0,1")]
    public void Any_other_text_is_none(string text) => Placement.TryParse(text, out _).Should().BeFalse();

    [Test]
    public void A_negative_CPU_is_refused()
    {
        var first = () => Placement.OnCpus(-1, 0);
        var second = () => Placement.OnCpus(0, -1);
        first.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("cpuA");
        second.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("cpuB");
    }
}
