using LinuxThreads.Memory;

namespace LinuxThreads.Tests.Memory;

/// <summary>Readings of a machine on which every unit takes exactly the same.</summary>
internal static class Readings
{
    public const long LedgerPerThread = 9000 + 4096 + 16_384 + 1000;

    public static LedgerReading At(int units) => new()
    {
        Units = units,
        AddressSpace = new ByteSize(1_000_000_000 + (8_392_704L * units)),
        PrivateWritable = new ByteSize(90_000_000 + (8_388_608L * units)),
        UserRss = new ByteSize(70_000_000 + (9000L * units)),
        StackRss = new ByteSize(8192L * units),
        PageTables = new ByteSize(300_000 + (4096L * units)),
        KernelStack = new ByteSize(5_000_000 + (16_384L * units)),
        Slab = new ByteSize(40_000_000 + (1000L * units)),
        MemAvailable = new ByteSize(8_000_000_000 - (30_000L * units)),
        PerCpuLists = new ByteSize(3_000_000 - (500L * units)),
        Vmas = 400 + (2 * units),
        MachineThreads = 200 + units,
        ReaderMemory = new ByteSize(1_000_000),
        SlabCaches = null,
    };
}
