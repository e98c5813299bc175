using LinuxThreads.Footprint;

namespace LinuxThreads.Tests.Footprint;

/// <summary>Readings of a machine on which every thread takes exactly the same.</summary>
internal static class Readings
{
    public const long LedgerPerThread = 9000 + 4096 + 16_384 + 1000;

    public static FootprintReading At(int threads) => new(
        threads,
        AddressSpace: new ByteSize(1_000_000_000 + (8_392_704L * threads)),
        UserRss: new ByteSize(70_000_000 + (9000L * threads)),
        StackRss: new ByteSize(8192L * threads),
        PageTables: new ByteSize(300_000 + (4096L * threads)),
        KernelStack: new ByteSize(5_000_000 + (16_384L * threads)),
        Slab: new ByteSize(40_000_000 + (1000L * threads)),
        MemAvailable: new ByteSize(8_000_000_000 - (30_000L * threads)),
        PerCpuLists: new ByteSize(3_000_000 - (500L * threads)),
        Vmas: 400 + (2 * threads));
}
