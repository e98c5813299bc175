using LinuxThreads.Footprint;
using LinuxThreads.Headroom;
using LinuxThreads.Tests.Memory;

namespace LinuxThreads.Tests.Footprint;

public sealed class FootprintRoomTests
{
    [Test]
    public void The_cost_of_one_more_is_the_difference_of_two_readings()
    {
        var cost = FootprintRoom.Cost(FootprintKind.Pthread, Readings.At(16), Readings.At(80));

        cost.Kind.Should().Be(ThreadKind.Pthread);
        cost.Mappings.Should().Be(2);
        cost.AddressSpaceBytes.Should().Be(8_392_704);
        cost.PrivateWritableBytes.Should().Be(8_388_608);
        cost.MemoryBytes.Should().Be(Readings.LedgerPerThread);
        cost.MeasuredThreads.Should().Be(64);
        FootprintRoom.Cost(FootprintKind.DotnetThread, Readings.At(16), Readings.At(80)).Kind.Should().Be(ThreadKind.DotnetThread);
    }

    [Test]
    public void A_machine_that_gave_back_slabs_meanwhile_makes_no_thread_cheaper_than_its_own_part()
    {
        var later = Readings.At(80) with { Slab = new ByteSize(1), KernelStack = null };

        FootprintRoom.Cost(FootprintKind.Pthread, Readings.At(16), later).MemoryBytes.Should().Be(9000 + 4096);
    }
}
