using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>Turns the bytes of one file into a value.</summary>
internal delegate T FileParser<out T>(ReadOnlySpan<byte> text, string path);

/// <summary>Reads facts of one section of a report; each one that cannot be had becomes null and an entry that says why.</summary>
/// <param name="root">Where to read.</param>
/// <param name="section">The section's name in the report, which precedes the names of its fields.</param>
/// <param name="unavailable">Where the entries go.</param>
internal sealed class FactReader(ProcRoot root, string section, List<Unavailable> unavailable)
{
    private readonly ProcBuffer _buffer = new();

    public ProcRoot Root => root;

    /// <summary>Adds the entry of a field that has no value.</summary>
    public void Miss(string field, string reason, string? fix = null) =>
        unavailable.Add(new Unavailable(section.Length == 0 ? field : $"{section}.{field}", reason, fix));

    /// <summary>The text of a file without white space around it.</summary>
    public string? Text(string field, string path, string? fix = null) =>
        Value(field, path, ParseText, fix);

    /// <summary>The whole number that a file holds.</summary>
    public long? Number(string field, string path, string? fix = null) =>
        Amount(field, path, SysctlNumber.Parse, fix);

    /// <summary>The whole number of 32 bits that a file holds.</summary>
    public int? Number32(string field, string path, string? fix = null) =>
        Amount(field, path, ParseNumber32, fix);

    /// <summary>The yes or no that a file holds as <c>1</c> or <c>0</c>, <c>Y</c> or <c>N</c>, <c>on</c> or <c>off</c>.</summary>
    public bool? Flag(string field, string path, string? fix = null) =>
        Amount(field, path, ParseFlag, fix);

    /// <summary>The value that <paramref name="parse"/> makes of a file.</summary>
    public T? Value<T>(string field, string path, FileParser<T> parse, string? fix = null)
        where T : class
    {
        var value = TryValue(path, parse, out var reason, out var advice);
        if (value is null)
        {
            Miss(field, reason, fix ?? advice);
        }

        return value;
    }

    /// <summary>The value that <paramref name="parse"/> makes of a file.</summary>
    public T? Amount<T>(string field, string path, FileParser<T> parse, string? fix = null)
        where T : struct
    {
        // Boxed: conditions are read a few times in a run, and one route for both kinds is worth more.
        var value = TryValue<object>(path, (text, file) => parse(text, file), out var reason, out var advice);
        if (value is null)
        {
            Miss(field, reason, fix ?? advice);
        }

        return (T?)value;
    }

    /// <summary>The value that <paramref name="parse"/> makes of a file, or null and the reason, without an entry.</summary>
    public T? TryValue<T>(string path, FileParser<T> parse, out string reason, out string? advice)
        where T : class
    {
        try
        {
            root.Read(path, _buffer);
            reason = string.Empty;
            advice = null;
            return parse(_buffer.Bytes, root.Resolve(path));
        }
        catch (SyscallException refusal)
        {
            reason = Describe(refusal);
            advice = refusal.Advice;
            return null;
        }
        catch (ProcfsFormatException malformed)
        {
            reason = malformed.Message;
            advice = null;
            return null;
        }
    }

    /// <summary>True if a directory lists a name, false if it does not; null and an entry if the directory cannot be listed.</summary>
    /// <remarks>What is not listed is not there; what could not be opened may be.</remarks>
    public bool? Listed(string field, string directory, string name)
    {
        var names = Names(directory, out var refusal);
        if (names is null)
        {
            Miss(field, Describe(refusal!), refusal!.Advice);
        }

        return names?.Contains(name);
    }

    /// <summary>The names in a directory; null and the kernel's answer if it cannot be listed.</summary>
    public IReadOnlyList<string>? Names(string directory, out SyscallException? refusal)
    {
        try
        {
            refusal = null;
            return root.ReadNames(directory);
        }
        catch (SyscallException exception)
        {
            refusal = exception;
            return null;
        }
    }

    /// <summary>What was tried and what the kernel answered, as one sentence.</summary>
    public static string Describe(SyscallException refusal) =>
        $"{refusal.Operation} failed on {refusal.Target}: {refusal.Errno}, {refusal.Errno.Description}.";

    public static string ParseText(ReadOnlySpan<byte> text, string path)
    {
        var trimmed = Encoding.UTF8.GetString(text).Trim();
        return trimmed.Length > 0 ? trimmed : throw new ProcfsFormatException(path, 0, null, trimmed, "a text that is not empty");
    }

    private static int ParseNumber32(ReadOnlySpan<byte> text, string path) =>
        SysctlNumber.Parse(text, path) is >= int.MinValue and <= int.MaxValue and var number
            ? (int)number
            : throw new ProcfsFormatException(path, 1, null, ParseText(text, path), "a whole number of 32 bits");

    private static bool ParseFlag(ReadOnlySpan<byte> text, string path) => ParseText(text, path) switch
    {
        "1" or "Y" or "on" => true,
        "0" or "N" or "off" => false,
        var other => throw new ProcfsFormatException(path, 1, null, other, "0 or 1"),
    };
}
