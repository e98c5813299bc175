using System.Collections;
using System.Text;

namespace LinuxThreads.Procfs;

/// <summary>A set of CPU or memory node numbers in the kernel's list notation, ascending: <c>0-3,8,10-11</c>.</summary>
/// <remarks>
/// Source: every file of /proc and /sys that ends in <c>list</c>, and <c>online</c>, <c>possible</c>, <c>present</c> (<c>bitmap_print_to_pagebuf</c>, lib/bitmap.c).
/// Also reads what only users write: <c>0-11:2/4</c> is the first two of each four numbers. Two lists are equal if they hold the same numbers.
/// </remarks>
public sealed class CpuList : IReadOnlyList<int>, IEquatable<CpuList>
{
    /// <summary>The highest number a list may hold; no kernel can be built for as many CPUs or nodes.</summary>
    public const int Highest = 65_535;

    private readonly int[] _numbers;

    /// <summary>A list of the given numbers in any order; duplicates count once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or above <see cref="Highest"/>.</exception>
    public CpuList(IEnumerable<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var sorted = new SortedSet<int>(numbers);
        if (sorted.Count > 0)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(sorted.Min, nameof(numbers));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(sorted.Max, Highest, nameof(numbers));
        }

        _numbers = [.. sorted];
    }

    /// <summary>No numbers at all; the kernel prints an empty line.</summary>
    public static CpuList Empty { get; } = new([]);

    /// <summary>How many numbers there are.</summary>
    public int Count => _numbers.Length;

    /// <summary>The number at a position, ascending.</summary>
    public int this[int index] => _numbers[index];

    /// <summary>Reads one list.</summary>
    /// <param name="text">The list, with or without the newline at its end.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">The text is not a list, or names a number above <see cref="Highest"/>.</exception>
    public static CpuList Parse(ReadOnlySpan<byte> text, string path = "cpulist") => Parse(TextField.Single(text, path));

    /// <summary>Reads a file that holds one list.</summary>
    /// <param name="root">Where to read.</param>
    /// <param name="file">The file below the root, for instance <c>sys/devices/system/cpu/online</c>.</param>
    /// <exception cref="SyscallException">The file could not be read.</exception>
    /// <exception cref="ProcfsFormatException">The file is not a list.</exception>
    public static CpuList Read(ProcRoot root, string file)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Parse(root.ReadAllBytes(file), root.Resolve(file));
    }

    /// <summary>True if the number is in the list.</summary>
    public bool Contains(int number) => Array.BinarySearch(_numbers, number) >= 0;

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_numbers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(CpuList? other) => other is not null && _numbers.AsSpan().SequenceEqual(other._numbers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CpuList);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var number in _numbers)
        {
            hash.Add(number);
        }

        return hash.ToHashCode();
    }

    /// <summary>The list as the kernel prints it: ranges of two or more with a hyphen, without blanks.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var start = 0; start < _numbers.Length;)
        {
            var end = start;
            while (end + 1 < _numbers.Length && _numbers[end + 1] == _numbers[end] + 1)
            {
                end++;
            }

            text.Append(text.Length == 0 ? string.Empty : ",").Append(_numbers[start]);
            if (end > start)
            {
                text.Append('-').Append(_numbers[end]);
            }

            start = end + 1;
        }

        return text.ToString();
    }

    internal static CpuList Parse(TextField field)
    {
        if (field.Bytes.IsEmpty)
        {
            return Empty;
        }

        var numbers = new List<int>();
        foreach (var range in field.Bytes.Split((byte)','))
        {
            Add(numbers, field, field.Bytes[range]);
        }

        return new CpuList(numbers);
    }

    private static void Add(List<int> numbers, TextField field, ReadOnlySpan<byte> region)
    {
        var colon = region.IndexOf((byte)':');
        var range = colon < 0 ? region : region[..colon];
        var hyphen = range.IndexOf((byte)'-');
        var first = Number(field, hyphen < 0 ? range : range[..hyphen]);
        var last = hyphen < 0 ? first : Number(field, range[(hyphen + 1)..]);
        var (used, group) = (1, 1);
        if (colon >= 0)
        {
            var pattern = region[(colon + 1)..];
            var slash = pattern.IndexOf((byte)'/');
            used = slash < 0 ? 0 : Number(field, pattern[..slash]);
            group = slash < 0 ? 0 : Number(field, pattern[(slash + 1)..]);
        }

        if (last < first || group < 1 || used < 1 || used > group)
        {
            throw field.Error("a list of numbers and ranges such as 0-3,8");
        }

        for (var number = first; number <= last; number++)
        {
            if ((number - first) % group < used)
            {
                numbers.Add(number);
            }
        }
    }

    private static int Number(TextField field, ReadOnlySpan<byte> digits) =>
        KernelNumber.TryParseCount(digits, out var value) && value <= Highest
            ? (int)value
            : throw field.Error($"a list of numbers up to {Highest}");
}
