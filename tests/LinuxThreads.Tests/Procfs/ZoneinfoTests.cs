using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class ZoneinfoTests
{
    private static readonly ParserContract.Parser Parser = (text, path) => _ = Zoneinfo.Parse(text, path).PerCpuListPages;

    [Test]
    public void A_captured_file_has_its_zones_with_free_pages_and_lists()
    {
        var zones = Zoneinfo.Read(MemoryFixture.Captured).Zones;

        zones.Select(zone => (zone.Node, zone.Zone, zone.PagesFree, zone.PerCpuListPages)).Should().Equal(
            (0, "DMA", 3840, 0), (0, "DMA32", 772915, 0), (0, "Normal", 225657, 1923 + 3014), (0, "Movable", 0, 0), (0, "Device", 0, 0));
        zones[2].Pagesets.Should().Equal(new ZoneinfoPageset(0, 1923), new ZoneinfoPageset(1, 3014));
        zones[3].Pagesets.Should().BeEmpty();
    }

    [Test]
    public void The_lists_of_all_zones_are_added_up()
    {
        var text = Two("cpu: 0\n count: 5\n cpu: 1\n count: 7\n", "cpu: 0\n count: 11\n");

        Zoneinfo.Parse(text).PerCpuListPages.Should().Be(23);
    }

    [Test]
    public void Zones_of_two_nodes_are_kept_apart()
    {
        var zones = Zoneinfo.Parse(Two("cpu: 0\n count: 5\n", "cpu: 0\n count: 6\n")).Zones;

        zones.Select(zone => (zone.Node, zone.Zone, zone.PerCpuListPages)).Should().Equal((0, "Normal", 5), (1, "Normal", 6));
    }

    [TestCase("", "Node")]
    [TestCase("  pages free     3840\n", null)]
    [TestCase("Node 0, zone      DMA\n", "pages free")]
    [TestCase("Node 0, zone      DMA\n  pages free     x\n", "pages free")]
    [TestCase("Node 0, zone      DMA\n  pages free     1\n  pages free     1\n", "pages free")]
    [TestCase("Node x, zone      DMA\n", "Node")]
    [TestCase("Node 0, zone \n", "zone")]
    [TestCase("Node 0, zone DMA\n pages free 1\n cpu: 0\n", "count")]
    [TestCase("Node 0, zone DMA\n pages free 1\n cpu: 0\n cpu: 1\n count: 2\n", "count")]
    [TestCase("Node 0, zone DMA\n pages free 1\n count: 2\n", "count")]
    [TestCase("Node 0, zone DMA\n pages free 1\n cpu: 0\n count: 2\n count: 2\n", "count")]
    [TestCase("Node 0, zone DMA\n pages free 1\n cpu: 0\n count: -2\n", "count")]
    public void Anything_else_is_a_format_error(string text, string? key)
    {
        var act = () => Zoneinfo.Parse(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>().Which.Key.Should().Be(key);
    }

    [Test]
    public void Every_prefix_is_a_record_or_a_format_error() =>
        ParserContract.HoldsForEveryPrefix(Parser, MemoryFixture.ReadCaptured("proc/zoneinfo")).Should().BePositive();

    [Test]
    public void Mutations_are_a_record_or_a_format_error() =>
        ParserContract.HoldsForMutations(Parser, MemoryFixture.ReadCaptured("proc/zoneinfo"), seed: 5).Should().BeInRange(1, 2999);

    [Test]
    public void Strange_lines_change_no_figure([Range(1, 5)] int seed)
    {
        var text = MemoryFixture.ReadCaptured("proc/zoneinfo");
        var strange = ParserContract.Insert(text, seed, "      nr_new 7", "counted: 9", "  pages freed 4", "a line");

        Zoneinfo.Parse(strange).Should().BeEquivalentTo(Zoneinfo.Parse(text));
    }

    [Test]
    [Category("Live")]
    public void Two_routes_agree_on_the_number_of_processors()
    {
        var zones = Zoneinfo.Read(ProcRoot.System).Zones.Where(zone => zone.Pagesets.Count > 0).ToList();

        zones.Should().NotBeEmpty();
        zones.Should().OnlyContain(zone => zone.Pagesets.Count == zones[0].Pagesets.Count);
        zones[0].Pagesets.Count.Should().BeGreaterThanOrEqualTo(Environment.ProcessorCount);
    }

    private static byte[] Two(string first, string second) => Encoding.ASCII.GetBytes(
        $"Node 0, zone   Normal\n  pages free     10\n  pagesets\n{first}Node 1, zone   Normal\n  pages free     20\n  pagesets\n{second}");
}
