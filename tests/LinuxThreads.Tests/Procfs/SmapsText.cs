using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

/// <summary>Turns entries of smaps into text that can be kept and compared; every public member is in it.</summary>
internal static class SmapsText
{
    public static List<string> Describe(ReadOnlySpan<byte> text, string path = "smaps")
    {
        var entries = new List<string>();
        foreach (var entry in Smaps.Enumerate(text, path))
        {
            entries.Add(Describe(entry));
        }

        return entries;
    }

    public static string Describe(SmapsEntry entry)
    {
        var text = new StringBuilder($"{entry.Mapping.ToRecord()} {entry.Mapping.IsStack} {entry.Mapping.IsHeap} {Encoding.UTF8.GetString(entry.Mapping.AnonName)}");
        text.Append($" Size={entry.Size} KernelPageSize={entry.KernelPageSize} MMUPageSize={entry.MMUPageSize} Rss={entry.Rss} Pss={entry.Pss}");
        text.Append($" PssDirty={entry.PssDirty} SharedClean={entry.SharedClean} SharedDirty={entry.SharedDirty}");
        text.Append($" PrivateClean={entry.PrivateClean} PrivateDirty={entry.PrivateDirty} Referenced={entry.Referenced}");
        text.Append($" Anonymous={entry.Anonymous} KSM={entry.KSM} LazyFree={entry.LazyFree} AnonHugePages={entry.AnonHugePages}");
        text.Append($" ShmemPmdMapped={entry.ShmemPmdMapped} FilePmdMapped={entry.FilePmdMapped} SharedHugetlb={entry.SharedHugetlb}");
        text.Append($" PrivateHugetlb={entry.PrivateHugetlb} Swap={entry.Swap} SwapPss={entry.SwapPss} Locked={entry.Locked}");
        text.Append($" THPeligible={entry.THPeligible} ProtectionKey={entry.ProtectionKey}");
        text.Append($" VmFlags={entry.VmFlags} ({Encoding.UTF8.GetString(entry.VmFlagsText)}) +{entry.UnrecognizedVmFlagCount}");
        return text.ToString();
    }
}
