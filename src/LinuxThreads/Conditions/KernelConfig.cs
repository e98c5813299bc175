using System.IO.Compression;
using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>The options the running kernel was built with, where the kernel or the distribution left them readable.</summary>
internal sealed class KernelConfig
{
    private readonly Dictionary<string, string> _values;

    private KernelConfig(string source, Dictionary<string, string> values)
    {
        Source = source;
        _values = values;
    }

    /// <summary>The file that was read.</summary>
    public string Source { get; }

    /// <summary>True if an option is built in or a module; false also for one that this kernel does not know.</summary>
    public bool IsSet(string option) => _values.TryGetValue(option, out var value) && value is "y" or "m";

    /// <summary>True if the option stands in the file, set or not: the kernel knows it.</summary>
    public bool Mentions(string option) => _values.ContainsKey(option);

    /// <summary>An option's number; null if it has none.</summary>
    public int? Number(string option) =>
        _values.TryGetValue(option, out var value) && int.TryParse(value, out var number) ? number : null;

    /// <summary>The configuration of a kernel by its release; null and the reason if none of the usual files can be read.</summary>
    /// <remarks>Source: <c>/proc/config.gz</c> (<c>CONFIG_IKCONFIG_PROC</c>), <c>/boot/config-*</c>, <c>/lib/modules/*/config</c>.</remarks>
    public static KernelConfig? TryRead(ProcRoot root, string? release, out string reason)
    {
        string[] candidates = release is null
            ? ["proc/config.gz"]
            : ["proc/config.gz", $"boot/config-{release}", $"lib/modules/{release}/config"];
        var refusals = new List<string>();
        foreach (var path in candidates)
        {
            try
            {
                reason = string.Empty;
                return Parse(root.ReadAllBytes(path), root.Resolve(path));
            }
            catch (SyscallException refusal)
            {
                refusals.Add(FactReader.Describe(refusal));
            }
            catch (ProcfsFormatException malformed)
            {
                refusals.Add(malformed.Message);
            }
        }

        reason = string.Join(' ', refusals);
        return null;
    }

    /// <summary>Reads the text of a configuration, gzip-compressed or plain.</summary>
    /// <exception cref="ProcfsFormatException">The bytes are cut short, or hold no option.</exception>
    internal static KernelConfig Parse(byte[] bytes, string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(bytes is [0x1f, 0x8b, ..] ? Inflate(bytes, path) : bytes).Split('\n'))
        {
            if (line.StartsWith("CONFIG_", StringComparison.Ordinal) && line.IndexOf('=') is > 0 and var at)
            {
                values[line[..at]] = line[(at + 1)..];
            }
            else if (line.StartsWith("# CONFIG_", StringComparison.Ordinal) && line.EndsWith(" is not set", StringComparison.Ordinal))
            {
                values[line["# ".Length..^" is not set".Length]] = "n";
            }
        }

        return values.Count > 0
            ? new KernelConfig(path, values)
            : throw new ProcfsFormatException(path, 0, null, string.Empty, "lines such as CONFIG_HZ=250");
    }

    private static byte[] Inflate(byte[] bytes, string path)
    {
        try
        {
            using var unzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var text = new MemoryStream();
            unzip.CopyTo(text);
            return text.ToArray();
        }
        catch (InvalidDataException damaged)
        {
            throw new ProcfsFormatException(path, 0, null, damaged.Message, "a whole gzip file");
        }
    }
}
