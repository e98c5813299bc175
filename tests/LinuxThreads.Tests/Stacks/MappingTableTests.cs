using System.Text;
using LinuxThreads.Procfs;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

public sealed class MappingTableTests
{
    private const string Text = """
        00001000-00003000 rw-p 00000000 00:00 0 
        00003000-00004000 ---p 00000000 00:00 0 
        00004000-00008000 rw-p 00000000 08:01 77                                 /lib/x.so
        7ffe00000000-7ffe00021000 rw-p 00000000 00:00 0                          [stack]

        """;

    private static MappingTable Table => MappingTable.FromMaps(Maps.Enumerate(Encoding.UTF8.GetBytes(Text)));

    [TestCase(0xfffUL, null)]
    [TestCase(0x1000UL, 0x1000UL)]
    [TestCase(0x2fffUL, 0x1000UL)]
    [TestCase(0x3000UL, 0x3000UL)]
    [TestCase(0x7fffUL, 0x4000UL)]
    [TestCase(0x8000UL, null)]
    public void An_address_is_found_in_the_mapping_that_holds_it(ulong address, ulong? start) =>
        (Table.Find(address)?.Range.Start).Should().Be(start);

    [Test]
    public void A_mapping_directly_below_is_one_without_a_gap_between()
    {
        var table = Table;

        table.DirectlyBelow(table.Find(0x4000)!)!.IsInaccessible.Should().BeTrue();
        table.DirectlyBelow(table.MainStack!).Should().BeNull();
        table.DirectlyAbove(table.Find(0x1000)!)!.IsInaccessible.Should().BeTrue();
        table.DirectlyAbove(table.Find(0x4000)!).Should().BeNull();
    }

    [Test]
    public void The_kernels_words_are_taken_over()
    {
        var table = Table;

        table.MainStack!.Range.Should().Be(new AddressRange(0x7ffe00000000, 0x7ffe00021000));
        table.Find(0x4000).Should().BeEquivalentTo(new { Inode = 77UL, Dev = new DeviceNumber(8, 1), IsWritable = true, IsInaccessible = false });
        table.Find(0x3000)!.HasSameBacking(table.Find(0x4000)!).Should().BeFalse();
        table.Find(0x3000)!.HasSameBacking(table.Find(0x1000)!).Should().BeTrue();
    }

    [Test]
    public void A_mapping_that_grew_between_two_reads_counts_once_as_it_was_later()
    {
        var table = new MappingTable([Plain(0x1000, 0x2000), Plain(0x3000, 0x5000), Plain(0x3000, 0x6000), Plain(0x7000, 0x8000)]);

        table.Find(0x4000)!.Range.Should().Be(new AddressRange(0x3000, 0x6000));
        table.Find(0x1000).Should().NotBeNull();
        table.Find(0x7000).Should().NotBeNull();
    }

    [Test]
    public void Surroundings_are_the_same_if_neither_the_mapping_nor_the_one_below_moved()
    {
        var before = new MappingTable([Plain(0x1000, 0x2000), Plain(0x2000, 0x5000)]);

        before.HasSameSurroundings(new MappingTable([Plain(0x1000, 0x2000), Plain(0x2000, 0x5000), Plain(0x5000, 0x6000)]), 0x3000).Should().BeTrue();
        before.HasSameSurroundings(new MappingTable([Plain(0x1000, 0x2000), Plain(0x2000, 0x6000)]), 0x3000).Should().BeFalse();
        before.HasSameSurroundings(new MappingTable([Plain(0x0000, 0x2000), Plain(0x2000, 0x5000)]), 0x3000).Should().BeFalse();
        before.HasSameSurroundings(new MappingTable([Plain(0x2000, 0x5000)]), 0x3000).Should().BeFalse();
        before.HasSameSurroundings(new MappingTable([Plain(0x1000, 0x2000)]), 0x3000).Should().BeFalse();
        before.HasSameSurroundings(new MappingTable([]), 0x9000).Should().BeTrue();
    }

    private static StackMapping Plain(ulong start, ulong end) => new(new AddressRange(start, end), MappingPermissions.Write);
}
