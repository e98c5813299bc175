namespace LinuxThreads.Procfs;

/// <summary>The kernel's release, as <c>uname -r</c> prints it: <c>/proc/sys/kernel/osrelease</c>.</summary>
/// <remarks>Source: <c>/proc/sys/kernel/osrelease</c>. A process under <c>setarch --uname-2.6</c> reads a version of its own.</remarks>
/// <param name="Release">The text as it is, for instance <c>5.15.0-91-generic</c>.</param>
/// <param name="Version">The numbers at its beginning.</param>
public sealed record Osrelease(string Release, KernelVersion Version)
{
    /// <summary>Reads the text of <c>osrelease</c>.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">The text does not begin with two numbers and a dot between.</exception>
    public static Osrelease Parse(ReadOnlySpan<byte> text, string path = "osrelease")
    {
        var field = TextField.Single(text, path);
        var rest = field.Bytes;
        var patch = 0;
        if (!TryNumber(ref rest, out var major) || !TryDot(ref rest) || !TryNumber(ref rest, out var minor)
            || (TryDot(ref rest) && !TryNumber(ref rest, out patch)))
        {
            throw field.Error("a version such as 6.1.0");
        }

        return new Osrelease(field.Text(), new KernelVersion(major, minor, patch));
    }

    /// <summary>The release of the running kernel.</summary>
    /// <exception cref="SyscallException">The file could not be read.</exception>
    /// <exception cref="ProcfsFormatException">The file does not hold a version.</exception>
    public static Osrelease Read(ProcRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Parse(root.ReadAllBytes("proc/sys/kernel/osrelease"), root.Resolve("proc/sys/kernel/osrelease"));
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> rest, out int number)
    {
        var end = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var digits = end < 0 ? rest : rest[..end];
        var parsed = KernelNumber.TryParseDecimal(digits, out var value) && value <= int.MaxValue;
        number = parsed ? (int)value : 0;
        rest = rest[digits.Length..];
        return parsed;
    }

    private static bool TryDot(ref ReadOnlySpan<byte> rest)
    {
        if (rest is not [(byte)'.', ..])
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }
}
