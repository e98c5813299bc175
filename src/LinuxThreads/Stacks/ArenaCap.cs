using System.Text;

namespace LinuxThreads.Stacks;

/// <summary>How many arenas glibc's malloc makes at most, from the environment that a process was started with; a pure function.</summary>
/// <remarks>
/// <c>arena_get2</c>: up to <c>arena_max</c> if that is set; else freely up to <c>arena_test</c> (8) and one more, and from then on
/// up to 8 for each CPU.
/// </remarks>
internal static class ArenaCap
{
    private const long ArenasPerCpu = 8;
    private const long DefaultTest = 8;

    /// <summary>The cap; null if it depends on the number of CPUs and that is unknown.</summary>
    /// <param name="environment">The text of <c>/proc/[pid]/environ</c>.</param>
    /// <param name="cpus">The CPUs that glibc counts.</param>
    /// <returns>The cap and what sets it.</returns>
    public static (long? Cap, ArenaCapSource? Source) Of(ReadOnlySpan<byte> environment, int? cpus)
    {
        // The tunable wins where both are there (seen with glibc 2.36); of several variables of a name, the first.
        if (Setting(environment, "arena_max", "MALLOC_ARENA_MAX") is { } max)
        {
            return (max, ArenaCapSource.ArenaMax);
        }

        var test = Math.Min(int.MaxValue, Setting(environment, "arena_test", "MALLOC_ARENA_TEST") ?? DefaultTest) + 1;
        return cpus is { } count
            ? test > ArenasPerCpu * count ? (test, ArenaCapSource.ArenaTest) : (ArenasPerCpu * count, ArenaCapSource.Cpus)
            : (null, null);
    }

    /// <summary>The CPUs that glibc counts for the cap; null if that depends on a version which is not known.</summary>
    public static int? CountedCpus(int online, int allowed, Version? glibc)
    {
        var isByAffinity = glibc is null || (glibc >= new Version(2, 34) && glibc <= new Version(2, 38));
        return online == allowed || !isByAffinity ? online : null;
    }

    /// <summary>True if malloc was told to take huge pages itself (<c>glibc.malloc.hugetlb</c> of 2, or their size): a heap then has four of them.</summary>
    public static bool HasHeapsOfOtherSize(ReadOnlySpan<byte> environment) => Tunable(environment, "glibc.malloc.hugetlb") >= 2;

    private static long? Setting(ReadOnlySpan<byte> environment, string tunable, string variable) =>
        Tunable(environment, $"glibc.malloc.{tunable}") ?? Number(Variable(environment, variable));

    private static long? Tunable(ReadOnlySpan<byte> environment, string name)
    {
        foreach (var setting in (Variable(environment, "GLIBC_TUNABLES") ?? "").Split(':'))
        {
            if (setting.StartsWith($"{name}=", StringComparison.Ordinal) && Number(setting[(name.Length + 1)..]) is { } number)
            {
                return number;
            }
        }

        return null;
    }

    private static string? Variable(ReadOnlySpan<byte> environment, string name)
    {
        var prefix = Encoding.ASCII.GetBytes($"{name}=");
        foreach (var part in environment.Split((byte)0))
        {
            if (environment[part].StartsWith(prefix))
            {
                return Encoding.UTF8.GetString(environment[part][prefix.Length..]);
            }
        }

        return null;
    }

    /// <summary>A number as glibc reads it: decimal, 0x hexadecimal or 0 octal, up to the first other character; null for 0 and for no number, which it ignores.</summary>
    private static long? Number(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (text is ['-', >= '1' and <= '9', ..])
        {
            // strtoul turns it into a number beyond any count of arenas.
            return long.MaxValue;
        }

        var (start, radix) = text switch
        {
            ['0', 'x' or 'X', ..] => (2, 16),
            ['0', ..] => (1, 8),
            _ => (0, 10),
        };
        long number = 0;
        foreach (var digit in text.AsSpan(start))
        {
            var value = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : radix;
            if (value >= radix || number > int.MaxValue)
            {
                break;
            }

            number = (number * radix) + value;
        }

        return number == 0 ? null : number;
    }
}
