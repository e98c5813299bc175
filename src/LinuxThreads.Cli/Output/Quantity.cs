using LinuxThreads.Statistics;

namespace LinuxThreads.Cli.Output;

/// <summary>Numbers for people: three or four significant figures and a unit. JSON never goes through here.</summary>
internal static class Quantity
{
    /// <summary>What stands where the kernel gave no figure.</summary>
    public const string Unknown = "—";

    /// <summary>Bytes in units of 1,024.</summary>
    public static string Bytes(ByteSize? size) => size is { } known ? Bytes(known.Bytes) : Unknown;

    /// <summary>Bytes in units of 1,024.</summary>
    public static string Bytes(double? bytes)
    {
        if (bytes is not { } value)
        {
            return Unknown;
        }

        return Math.Abs(value) switch
        {
            < 1024 => $"{value:0.#} B",
            < 1024.0 * 1024 => $"{value / 1024:0.0} KiB",
            < 1024.0 * 1024 * 1024 => $"{value / (1024.0 * 1024):0.0} MiB",
            < 1024.0 * 1024 * 1024 * 1024 => $"{value / (1024.0 * 1024 * 1024):0.0} GiB",
            _ => $"{value / (1024.0 * 1024 * 1024 * 1024):0.0} TiB",
        };
    }

    /// <summary>A time in the unit that suits it.</summary>
    public static string Time(Nanoseconds? time) => time is { } known ? Time((double)known.Value) : Unknown;

    /// <summary>A time in whole nanoseconds, in the unit that suits it.</summary>
    public static string Time(long? nanoseconds) => Time((double?)nanoseconds);

    /// <summary>A time in nanoseconds, in the unit that suits it.</summary>
    public static string Time(double? nanoseconds)
    {
        if (nanoseconds is not { } value)
        {
            return Unknown;
        }

        return Math.Abs(value) switch
        {
            < 10 => $"{value:0.00} ns",
            < 1_000 => $"{value:0} ns",
            < 1_000_000 => $"{value / 1_000:0.00} µs",
            < 1_000_000_000 => $"{value / 1_000_000:0.0} ms",
            _ => $"{value / 1_000_000_000:0.00} s",
        };
    }

    /// <summary>A time in microseconds without the unit, three figures: for columns that have it in their heading.</summary>
    public static string Microseconds(double nanoseconds) => (nanoseconds / 1e3) switch
    {
        < 10 => $"{nanoseconds / 1e3:0.00}",
        < 100 => $"{nanoseconds / 1e3:0.0}",
        var large => $"{large:#,0}",
    };

    /// <summary>A range of times with their common unit once: <c>1.92–2.11 µs</c>.</summary>
    public static string TimeRange(double low, double high)
    {
        var (end, unit) = Time(high).Split(' ') is [var number, var name] ? (number, name) : (Time(high), "");
        var (factor, format) = unit switch
        {
            "ns" => (1.0, high < 10 ? "0.00" : "0"),
            "µs" => (1e3, "0.00"),
            "ms" => (1e6, "0.0"),
            _ => (1e9, "0.00"),
        };
        return $"{(low / factor).ToString(format)}–{end} {unit}";
    }

    /// <summary>An interval of times. One that begins below zero is written with a word: a dash would be taken for a sign.</summary>
    public static string Range(MedianInterval? interval) => interval switch
    {
        null => Unknown,
        { Low: < 0 } => $"{Time(interval.Low)} to {Time(interval.High)}",
        _ => TimeRange(interval.Low, interval.High),
    };

    /// <summary>A count with thousands separated.</summary>
    public static string Count(long? count) => count is { } known ? known.ToString("#,0") : Unknown;

    /// <summary>A plain ratio or count per something, two or three figures.</summary>
    public static string Ratio(double? ratio) => ratio is { } known ? known.ToString("0.00") : Unknown;
}
