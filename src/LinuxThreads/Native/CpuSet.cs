using System.Collections;
using System.Globalization;
using System.Text;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Native;

/// <summary>An immutable set of logical CPU numbers, as the scheduler's affinity masks hold it; enumerated in ascending order.</summary>
/// <remarks>
/// Source: <c>sched_getaffinity(2)</c>, <c>sched_setaffinity(2)</c>; text in the kernel's list format (<c>0-3,8</c>), as in
/// <c>Cpus_allowed_list</c> of <c>/proc/[pid]/status</c>. Numbers go up to <see cref="HighestNumber"/>, past the 1,024 of <c>cpu_set_t</c>.
/// </remarks>
/// <example><code>
/// var before = CpuSet.OfCurrentThread();
/// CpuSet.Parse("0").ApplyToCurrentThread();
/// before.ApplyToCurrentThread();
/// </code></example>
public sealed class CpuSet : IReadOnlyCollection<int>, IEquatable<CpuSet>
{
    /// <summary>The highest CPU number that a set may hold: 65,535. Kernels are built for 8,192 CPUs at most today.</summary>
    public const int HighestNumber = 65_535;

    // Bit n of the mask, little-endian, stands for CPU n; no trailing zero bytes, so that equal sets have equal masks.
    private readonly byte[] _mask;

    private CpuSet(ReadOnlySpan<byte> mask) => _mask = mask[..(mask.LastIndexOfAnyExcept((byte)0) + 1)].ToArray();

    /// <summary>The set without a CPU.</summary>
    public static CpuSet Empty { get; } = new([]);

    /// <summary>The number of CPUs in the set.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var part in _mask)
            {
                count += byte.PopCount(part);
            }

            return count;
        }
    }

    /// <summary>True if both sets hold the same CPUs.</summary>
    public static bool operator ==(CpuSet? left, CpuSet? right) => left is null ? right is null : left.Equals(right);

    /// <summary>True if one set holds a CPU that the other does not.</summary>
    public static bool operator !=(CpuSet? left, CpuSet? right) => !(left == right);

    /// <summary>The set of the given CPUs; duplicates count once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or above <see cref="HighestNumber"/>.</exception>
    public static CpuSet Of(params ReadOnlySpan<int> cpus)
    {
        var mask = Array.Empty<byte>();
        foreach (var cpu in cpus)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(cpu, nameof(cpus));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(cpu, HighestNumber, nameof(cpus));
            Add(ref mask, cpu);
        }

        return new CpuSet(mask);
    }

    /// <summary>The set that a text in the kernel's list format names, for instance <c>0-3,8</c>; the empty text is the empty set.</summary>
    /// <remarks>A trailing newline, as files of the kernel have, is allowed. The stride form <c>0-31:2/4</c>, which the kernel reads but never prints, is not.</remarks>
    /// <exception cref="FormatException">The text is not such a list, or a number is above <see cref="HighestNumber"/>.</exception>
    public static CpuSet Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var set)
            ? set
            : throw new FormatException(
                $"'{text}' is not a CPU list. Write numbers from 0 to {HighestNumber} and ascending ranges, separated by commas: 0-3,8.");
    }

    /// <summary>Reads a text as <see cref="Parse"/> does, and answers false where that would throw.</summary>
    public static bool TryParse(string text, out CpuSet set)
    {
        ArgumentNullException.ThrowIfNull(text);
        set = Empty;
        var list = text.AsSpan();
        list = list.EndsWith("\n") ? list[..^1] : list;
        if (list.IsEmpty)
        {
            return true;
        }

        var mask = Array.Empty<byte>();
        foreach (var piece in list.Split(','))
        {
            var range = list[piece];
            var dash = range.IndexOf('-');
            var (first, last) = dash < 0
                ? (ParseNumber(range), ParseNumber(range))
                : (ParseNumber(range[..dash]), ParseNumber(range[(dash + 1)..]));
            if (first is null || last is null || first > last)
            {
                return false;
            }

            for (var cpu = first.Value; cpu <= last.Value; cpu++)
            {
                Add(ref mask, cpu);
            }
        }

        set = new CpuSet(mask);
        return true;
    }

    /// <summary>The CPUs that the calling thread may run on now.</summary>
    /// <remarks>Source: <c>sched_getaffinity(0)</c>. CPUs outside the cgroup's cpuset and CPUs that are offline are not in it.</remarks>
    /// <exception cref="SyscallException">The kernel refused.</exception>
    public static CpuSet OfCurrentThread() => Read(0, "the calling thread");

    /// <summary>The CPUs that a thread of any process may run on now.</summary>
    /// <remarks>Source: <c>sched_getaffinity(tid)</c>; needs no privilege.</remarks>
    /// <exception cref="SyscallException">The kernel refused; <c>ESRCH</c> if the thread is gone.</exception>
    public static CpuSet OfThread(Tid tid) => Read(Checked(tid), $"thread {tid}");

    /// <summary>True if the set holds <paramref name="cpu"/>.</summary>
    public bool Contains(int cpu) =>
        cpu >= 0 && cpu / 8 < _mask.Length && (_mask[cpu / 8] & (1 << (cpu % 8))) != 0;

    /// <summary>Lets the calling thread run on these CPUs only, and answers the set that the kernel made of it.</summary>
    /// <remarks>
    /// The kernel drops CPUs that are not online or not in the cgroup's cpuset without saying so: compare the answer. A thread of
    /// the .NET pool keeps its affinity when it goes back to the pool; put the former set back, or use a thread of your own.
    /// </remarks>
    /// <exception cref="SyscallException">None of these CPUs may be used here (<c>EINVAL</c>), or the kernel refused.</exception>
    public CpuSet ApplyToCurrentThread() => Apply(0, "the calling thread");

    /// <summary>Lets a thread run on these CPUs only, and answers the set that the kernel made of it.</summary>
    /// <remarks>See <see cref="ApplyToCurrentThread"/>. Another user's thread needs <c>CAP_SYS_NICE</c>.</remarks>
    /// <exception cref="SyscallException">None of these CPUs may be used here (<c>EINVAL</c>), the thread is gone (<c>ESRCH</c>), or the kernel refused.</exception>
    public CpuSet ApplyTo(Tid tid) => Apply(Checked(tid), $"thread {tid}");

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator()
    {
        for (var cpu = 0; cpu < _mask.Length * 8; cpu++)
        {
            if (Contains(cpu))
            {
                yield return cpu;
            }
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(CpuSet? other) => other is not null && _mask.AsSpan().SequenceEqual(other._mask);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CpuSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_mask);
        return hash.ToHashCode();
    }

    /// <summary>The set in the kernel's list format, which <see cref="Parse"/> reads back: <c>0-3,8</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var first = 0; first < _mask.Length * 8; first++)
        {
            if (!Contains(first))
            {
                continue;
            }

            var last = first;
            while (Contains(last + 1))
            {
                last++;
            }

            text.Append(text.Length == 0 ? "" : ",").Append(first);
            if (last > first)
            {
                text.Append('-').Append(last);
            }

            first = last;
        }

        return text.ToString();
    }

    /// <summary>The mask as the system calls take it; at least one word, since an empty buffer has no address.</summary>
    internal byte[] ToMask()
    {
        var mask = new byte[Math.Max(sizeof(long), (_mask.Length + sizeof(long) - 1) / sizeof(long) * sizeof(long))];
        _mask.CopyTo(mask, 0);
        return mask;
    }

    /// <summary>Why a set was refused and what to do, for the advice of a <see cref="SyscallException"/>.</summary>
    internal static string Advice()
    {
        var now = Affinity.TryRead(0, out _) is { } mask ? new CpuSet(mask).ToString() : "unknown";
        var online = ProcRoot.System.TryReadAllBytes("sys/devices/system/cpu/online") is { } bytes
            ? Encoding.ASCII.GetString(bytes).TrimEnd()
            : "unknown";
        return $"The calling thread may run on CPUs {now}; CPUs online: {online}. " +
            "Name at least one CPU that is online and in the cpuset of this process's cgroup.";
    }

    private static CpuSet Read(int tid, string target)
    {
        LinuxPlatform.Require();
        return Affinity.TryRead(tid, out var errno) is { } mask
            ? new CpuSet(mask)
            : throw new SyscallException("sched_getaffinity", errno, target);
    }

    private CpuSet Apply(int tid, string target)
    {
        LinuxPlatform.Require();
        if (Affinity.TryWrite(tid, ToMask(), out var errno))
        {
            return Read(tid, target);
        }

        var set = _mask.Length == 0 ? "no CPU at all" : $"CPUs {this}";
        throw new SyscallException("sched_setaffinity", errno, $"{target} with {set}", errno == Errno.EINVAL ? Advice() : null);
    }

    // 0 would mean the calling thread, which a default Tid must not stand for.
    private static int Checked(Tid tid)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tid.Value, nameof(tid));
        return tid.Value;
    }

    private static int? ParseNumber(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var cpu) && cpu <= HighestNumber ? cpu : null;

    private static void Add(ref byte[] mask, int cpu)
    {
        if (cpu / 8 >= mask.Length)
        {
            Array.Resize(ref mask, Math.Max((cpu / 8) + 1, Math.Min(mask.Length * 2, (HighestNumber / 8) + 1)));
        }

        mask[cpu / 8] |= (byte)(1 << (cpu % 8));
    }
}
