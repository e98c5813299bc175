namespace LinuxThreads.Procfs;

/// <summary>Reads the text of <c>/proc/[pid]/status</c>.</summary>
internal static class PidStatusParser
{
    private static readonly KeyedFile<PidStatus> Format = new(
    [
        new("Name", static (status, field) => status.Name = Unescape(field), isRequired: true),
        new("Umask", static (status, field) => status.Umask = Octal(field)),
        new("State", static (status, field) => status.State = TaskState.From(field), isRequired: true),
        new("Tgid", static (status, field) => status.Tgid = new Pid(field.Int32()), isRequired: true),
        new("Ngid", static (status, field) => status.Ngid = new Tid(field.Int32())),
        new("Pid", static (status, field) => status.Pid = new Tid(field.Int32()), isRequired: true),
        new("PPid", static (status, field) => status.PPid = new Pid(field.Int32()), isRequired: true),
        new("TracerPid", static (status, field) => status.TracerPid = new Tid(field.Int32())),
        new("Uid", static (status, field) => status.Uid = CredentialIds.From(field)),
        new("Gid", static (status, field) => status.Gid = CredentialIds.From(field)),
        new("FDSize", static (status, field) => status.FdSize = field.Count()),
        new("Groups", static (status, field) => status.Groups = Groups(field)),
        new("NStgid", static (status, field) => status.NStgid = Ids(field)),
        new("NSpid", static (status, field) => status.NSpid = Ids(field)),
        new("NSpgid", static (status, field) => status.NSpgid = Ids(field)),
        new("NSsid", static (status, field) => status.NSsid = Ids(field)),
        new("Kthread", static (status, field) => status.Kthread = field.Flag()),
        new("VmPeak", static (status, field) => status.VmPeak = field.Kibibytes()),
        new("VmSize", static (status, field) => status.VmSize = field.Kibibytes()),
        new("VmLck", static (status, field) => status.VmLck = field.Kibibytes()),
        new("VmPin", static (status, field) => status.VmPin = field.Kibibytes()),
        new("VmHWM", static (status, field) => status.VmHwm = field.Kibibytes()),
        new("VmRSS", static (status, field) => status.VmRss = field.Kibibytes()),
        new("RssAnon", static (status, field) => status.RssAnon = field.Kibibytes()),
        new("RssFile", static (status, field) => status.RssFile = field.Kibibytes()),
        new("RssShmem", static (status, field) => status.RssShmem = field.Kibibytes()),
        new("VmData", static (status, field) => status.VmData = field.Kibibytes()),
        new("VmStk", static (status, field) => status.VmStk = field.Kibibytes()),
        new("VmExe", static (status, field) => status.VmExe = field.Kibibytes()),
        new("VmLib", static (status, field) => status.VmLib = field.Kibibytes()),
        new("VmPTE", static (status, field) => status.VmPte = field.Kibibytes()),
        new("VmPMD", static (status, field) => status.VmPmd = field.Kibibytes()),
        new("VmSwap", static (status, field) => status.VmSwap = field.Kibibytes()),
        new("HugetlbPages", static (status, field) => status.HugetlbPages = field.Kibibytes()),
        new("CoreDumping", static (status, field) => status.CoreDumping = field.Flag()),
        new("THP_enabled", static (status, field) => status.ThpEnabled = field.Flag()),
        new("untag_mask", static (status, field) => status.UntagMask = field.PrefixedHex64()),
        new("Threads", static (status, field) => status.Threads = field.Int32(), isRequired: true),
        new("SigQ", static (status, field) => status.SigQ = QueuedSignals.From(field)),
        new("SigPnd", static (status, field) => status.SigPnd = field.Hex64()),
        new("ShdPnd", static (status, field) => status.ShdPnd = field.Hex64()),
        new("SigBlk", static (status, field) => status.SigBlk = field.Hex64()),
        new("SigIgn", static (status, field) => status.SigIgn = field.Hex64()),
        new("SigCgt", static (status, field) => status.SigCgt = field.Hex64()),
        new("CapInh", static (status, field) => status.CapInh = field.Hex64()),
        new("CapPrm", static (status, field) => status.CapPrm = field.Hex64()),
        new("CapEff", static (status, field) => status.CapEff = field.Hex64()),
        new("CapBnd", static (status, field) => status.CapBnd = field.Hex64()),
        new("CapAmb", static (status, field) => status.CapAmb = field.Hex64()),
        new("NoNewPrivs", static (status, field) => status.NoNewPrivs = field.Flag()),
        new("Seccomp", static (status, field) => status.Seccomp = field.Int32()),
        new("Seccomp_filters", static (status, field) => status.SeccompFilters = field.Int32()),
        new("Speculation_Store_Bypass", static (status, field) => status.SpeculationStoreBypass = field.Text()),
        new("SpeculationIndirectBranch", static (status, field) => status.SpeculationIndirectBranch = field.Text()),
        new("Cpus_allowed", static (status, field) => status.CpusAllowed = field.Text()),
        new("Cpus_allowed_list", static (status, field) => status.CpusAllowedList = CpuList.Parse(field)),
        new("Mems_allowed", static (status, field) => status.MemsAllowed = field.Text()),
        new("Mems_allowed_list", static (status, field) => status.MemsAllowedList = CpuList.Parse(field)),
        new("voluntary_ctxt_switches", static (status, field) => status.VoluntaryCtxtSwitches = field.Count()),
        new("nonvoluntary_ctxt_switches", static (status, field) => status.NonvoluntaryCtxtSwitches = field.Count()),
    ]);

    public static PidStatus Parse(ReadOnlySpan<byte> text, string path)
    {
        var status = new PidStatus();
        var scanner = new TextScanner(text, path);
        status.Unrecognized = Format.Read(ref scanner, static (ref scanner) => scanner.ReadKeyed((byte)':'), status);
        return status;
    }

    /// <summary>The name behind <c>Name:</c> and a tab, not trimmed: a name may begin or end with blanks.</summary>
    private static Comm Unescape(TextField field)
    {
        if (!field.Line.StartsWith("Name:\t"u8))
        {
            throw field.Error("a tab and the name");
        }

        var escaped = field.Line["Name:\t"u8.Length..];
        if (!escaped.Contains((byte)'\\'))
        {
            return new Comm(escaped);
        }

        var name = new byte[escaped.Length];
        var length = 0;
        for (var i = 0; i < escaped.Length; i++)
        {
            var next = i + 1 < escaped.Length ? escaped[i + 1] : (byte)0;
            if (escaped[i] == (byte)'\\' && next is (byte)'n' or (byte)'\\')
            {
                name[length++] = next == (byte)'n' ? (byte)'\n' : (byte)'\\';
                i++;
            }
            else
            {
                name[length++] = escaped[i];
            }
        }

        return new Comm(name.AsSpan(0, length));
    }

    private static uint Octal(TextField field)
    {
        uint value = 0;
        foreach (var digit in field.Bytes)
        {
            value = digit is >= (byte)'0' and <= (byte)'7' && value < 0x1000
                ? (value << 3) | (uint)(digit - '0')
                : throw field.Error("an octal mask");
        }

        return field.Bytes.IsEmpty ? throw field.Error("an octal mask") : value;
    }

    private static List<uint> Groups(TextField field)
    {
        var groups = new List<uint>();
        var rest = field.Bytes;
        while (!rest.IsEmpty)
        {
            groups.Add(field.NextWord(ref rest, field.Key).UInt32());
        }

        return groups;
    }

    private static List<int> Ids(TextField field)
    {
        var ids = new List<int>();
        var rest = field.Bytes;
        do
        {
            ids.Add(field.NextWord(ref rest, field.Key).Int32());
        }
        while (!rest.IsEmpty);
        return ids;
    }
}
