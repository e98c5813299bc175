namespace LinuxThreads.Procfs;

/// <summary>The two-letter codes of smaps' VmFlags line and the flags they stand for.</summary>
internal static class VmFlagCodes
{
    private const int Letters = 26;

    private static readonly (string Code, VmFlags Flag)[] Known =
    [
        ("rd", VmFlags.Read),
        ("wr", VmFlags.Write),
        ("ex", VmFlags.Exec),
        ("sh", VmFlags.Shared),
        ("mr", VmFlags.MayRead),
        ("mw", VmFlags.MayWrite),
        ("me", VmFlags.MayExec),
        ("ms", VmFlags.MayShare),
        ("gd", VmFlags.GrowsDown),
        ("um", VmFlags.UffdMissing),
        ("gu", VmFlags.MaybeGuard),
        ("pf", VmFlags.PfnMap),
        ("dw", VmFlags.DenyWrite),
        ("mp", VmFlags.Mpx),
        ("uw", VmFlags.UffdWp),
        ("ui", VmFlags.UffdMinor),
        ("lo", VmFlags.Locked),
        ("lf", VmFlags.LockOnFault),
        ("io", VmFlags.Io),
        ("sr", VmFlags.SeqRead),
        ("rr", VmFlags.RandRead),
        ("dc", VmFlags.DontCopy),
        ("de", VmFlags.DontExpand),
        ("ac", VmFlags.Account),
        ("nr", VmFlags.NoReserve),
        ("ht", VmFlags.Hugetlb),
        ("sf", VmFlags.Sync),
        ("ar", VmFlags.Arch1),
        ("wf", VmFlags.WipeOnFork),
        ("dd", VmFlags.DontDump),
        ("sd", VmFlags.SoftDirty),
        ("mm", VmFlags.MixedMap),
        ("hg", VmFlags.HugePage),
        ("nh", VmFlags.NoHugePage),
        ("mg", VmFlags.Mergeable),
        ("bt", VmFlags.Arm64Bti),
        ("mt", VmFlags.Mte),
        ("ss", VmFlags.ShadowStack),
        ("sl", VmFlags.Sealed),
        ("dp", VmFlags.Droppable),
    ];

    /// <summary>The flag of each pair of lower-case letters; None where there is no such code.</summary>
    private static readonly VmFlags[] ByLetters = IndexByLetters();

    /// <summary>Reads the codes of one line: the known ones as flags, and how many there are beyond those.</summary>
    public static VmFlags Parse(ReadOnlySpan<byte> codes, out int unrecognized)
    {
        var flags = VmFlags.None;
        unrecognized = 0;
        var position = 0;
        while (TryReadCode(codes, ref position, out var code))
        {
            var flag = FlagOf(code);
            flags |= flag;
            unrecognized += flag == VmFlags.None ? 1 : 0;
        }

        return flags;
    }

    /// <summary>True if a code stands in the line, known or not.</summary>
    public static bool Contains(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> wanted)
    {
        var position = 0;
        while (TryReadCode(codes, ref position, out var code))
        {
            if (code.SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryReadCode(ReadOnlySpan<byte> codes, ref int position, out ReadOnlySpan<byte> code)
    {
        while (position < codes.Length && codes[position] == ' ')
        {
            position++;
        }

        var start = position;
        while (position < codes.Length && codes[position] != ' ')
        {
            position++;
        }

        code = codes[start..position];
        return !code.IsEmpty;
    }

    private static VmFlags FlagOf(ReadOnlySpan<byte> code)
    {
        if (code.Length != 2)
        {
            return VmFlags.None;
        }

        var first = unchecked((uint)code[0] - 'a');
        var second = unchecked((uint)code[1] - 'a');
        return first < Letters && second < Letters ? ByLetters[(first * Letters) + second] : VmFlags.None;
    }

    private static VmFlags[] IndexByLetters()
    {
        var index = new VmFlags[Letters * Letters];
        foreach (var (code, flag) in Known)
        {
            index[((code[0] - 'a') * Letters) + code[1] - 'a'] = flag;
        }

        return index;
    }
}
