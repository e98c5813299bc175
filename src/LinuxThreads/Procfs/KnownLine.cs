using System.Text;

namespace LinuxThreads.Procfs;

/// <summary>A line of a keyed file that is known here.</summary>
/// <typeparam name="TRecord">What the file is turned into.</typeparam>
/// <param name="key">The key as the kernel prints it.</param>
/// <param name="take">Puts the value into the record.</param>
/// <param name="isRequired">True if every kernel prints the line.</param>
internal sealed class KnownLine<TRecord>(string key, KnownLine<TRecord>.Taker take, bool isRequired = false)
{
    private readonly byte[] _utf8Key = Encoding.UTF8.GetBytes(key);

    public delegate void Taker(TRecord record, TextField value);

    public string Key => key;

    public ReadOnlySpan<byte> Utf8Key => _utf8Key;

    public Taker Take => take;

    public bool IsRequired => isRequired;
}
