using System.Collections.Immutable;

namespace LinuxThreads.Procfs;

/// <summary>Reads the text of <c>/proc/[pid]/status</c>.</summary>
internal static class PidStatusParser
{
    private static readonly ImmutableArray<string> OnEveryKernel = ["Name", "State", "Tgid", "Pid", "PPid", "Threads"];

    public static PidStatus Parse(ReadOnlySpan<byte> text, string path)
    {
        var status = new PidStatus();
        var unrecognized = new UnrecognizedLines();
        var seen = 0;
        Span<char> scratch = stackalloc char[TextField.LongestKey];
        var lines = new TextLines(text, path);
        while (lines.MoveNext())
        {
            var field = lines.Keyed((byte)':');
            switch (field.KeyIn(scratch))
            {
                case "Name":
                    status.Name = Unescape(field, lines.Current);
                    seen |= 1 << 0;
                    break;
                case "Umask":
                    status.Umask = Octal(field);
                    break;
                case "State":
                    status.State = TaskState.From(field);
                    seen |= 1 << 1;
                    break;
                case "Tgid":
                    status.Tgid = new Pid(field.Int32());
                    seen |= 1 << 2;
                    break;
                case "Ngid":
                    status.Ngid = new Tid(field.Int32());
                    break;
                case "Pid":
                    status.Pid = new Tid(field.Int32());
                    seen |= 1 << 3;
                    break;
                case "PPid":
                    status.PPid = new Pid(field.Int32());
                    seen |= 1 << 4;
                    break;
                case "TracerPid":
                    status.TracerPid = new Tid(field.Int32());
                    break;
                case "Uid":
                    status.Uid = CredentialIds.From(field);
                    break;
                case "Gid":
                    status.Gid = CredentialIds.From(field);
                    break;
                case "FDSize":
                    status.FdSize = field.Count();
                    break;
                case "Groups":
                    status.Groups = Groups(field);
                    break;
                case "NStgid":
                    status.NStgid = Ids(field);
                    break;
                case "NSpid":
                    status.NSpid = Ids(field);
                    break;
                case "NSpgid":
                    status.NSpgid = Ids(field);
                    break;
                case "NSsid":
                    status.NSsid = Ids(field);
                    break;
                case "Kthread":
                    status.Kthread = field.Flag();
                    break;
                case "VmPeak":
                    status.VmPeak = field.Kibibytes();
                    break;
                case "VmSize":
                    status.VmSize = field.Kibibytes();
                    break;
                case "VmLck":
                    status.VmLck = field.Kibibytes();
                    break;
                case "VmPin":
                    status.VmPin = field.Kibibytes();
                    break;
                case "VmHWM":
                    status.VmHwm = field.Kibibytes();
                    break;
                case "VmRSS":
                    status.VmRss = field.Kibibytes();
                    break;
                case "RssAnon":
                    status.RssAnon = field.Kibibytes();
                    break;
                case "RssFile":
                    status.RssFile = field.Kibibytes();
                    break;
                case "RssShmem":
                    status.RssShmem = field.Kibibytes();
                    break;
                case "VmData":
                    status.VmData = field.Kibibytes();
                    break;
                case "VmStk":
                    status.VmStk = field.Kibibytes();
                    break;
                case "VmExe":
                    status.VmExe = field.Kibibytes();
                    break;
                case "VmLib":
                    status.VmLib = field.Kibibytes();
                    break;
                case "VmPTE":
                    status.VmPte = field.Kibibytes();
                    break;
                case "VmPMD":
                    status.VmPmd = field.Kibibytes();
                    break;
                case "VmSwap":
                    status.VmSwap = field.Kibibytes();
                    break;
                case "HugetlbPages":
                    status.HugetlbPages = field.Kibibytes();
                    break;
                case "CoreDumping":
                    status.CoreDumping = field.Flag();
                    break;
                case "THP_enabled":
                    status.ThpEnabled = field.Flag();
                    break;
                case "untag_mask":
                    status.UntagMask = field.PrefixedHex64();
                    break;
                case "Threads":
                    status.Threads = field.Int32();
                    seen |= 1 << 5;
                    break;
                case "SigQ":
                    status.SigQ = QueuedSignals.From(field);
                    break;
                case "SigPnd":
                    status.SigPnd = field.Hex64();
                    break;
                case "ShdPnd":
                    status.ShdPnd = field.Hex64();
                    break;
                case "SigBlk":
                    status.SigBlk = field.Hex64();
                    break;
                case "SigIgn":
                    status.SigIgn = field.Hex64();
                    break;
                case "SigCgt":
                    status.SigCgt = field.Hex64();
                    break;
                case "CapInh":
                    status.CapInh = field.Hex64();
                    break;
                case "CapPrm":
                    status.CapPrm = field.Hex64();
                    break;
                case "CapEff":
                    status.CapEff = field.Hex64();
                    break;
                case "CapBnd":
                    status.CapBnd = field.Hex64();
                    break;
                case "CapAmb":
                    status.CapAmb = field.Hex64();
                    break;
                case "NoNewPrivs":
                    status.NoNewPrivs = field.Flag();
                    break;
                case "Seccomp":
                    status.Seccomp = field.Int32();
                    break;
                case "Seccomp_filters":
                    status.SeccompFilters = field.Int32();
                    break;
                case "Speculation_Store_Bypass":
                    status.SpeculationStoreBypass = field.Text();
                    break;
                case "SpeculationIndirectBranch":
                    status.SpeculationIndirectBranch = field.Text();
                    break;
                case "Cpus_allowed":
                    status.CpusAllowed = field.Text();
                    break;
                case "Cpus_allowed_list":
                    status.CpusAllowedList = CpuList.Parse(field);
                    break;
                case "Mems_allowed":
                    status.MemsAllowed = field.Text();
                    break;
                case "Mems_allowed_list":
                    status.MemsAllowedList = CpuList.Parse(field);
                    break;
                case "voluntary_ctxt_switches":
                    status.VoluntaryCtxtSwitches = field.Count();
                    break;
                case "nonvoluntary_ctxt_switches":
                    status.NonvoluntaryCtxtSwitches = field.Count();
                    break;
                default:
                    unrecognized.Add(field);
                    break;
            }
        }

        for (var i = 0; i < OnEveryKernel.Length; i++)
        {
            if ((seen & (1 << i)) == 0)
            {
                throw new ProcfsFormatException(path, 0, OnEveryKernel[i], string.Empty, "this line, which every kernel prints");
            }
        }

        status.Unrecognized = unrecognized.ToList();
        return status;
    }

    /// <summary>The name behind <c>Name:</c> and a tab, not trimmed: a name may begin or end with blanks.</summary>
    private static Comm Unescape(TextField field, ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("Name:\t"u8))
        {
            throw field.Error("a tab and the name");
        }

        var escaped = line["Name:\t"u8.Length..];
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
