using System.Buffers.Text;

namespace LinuxThreads.Procfs;

/// <summary>One line of a pressure file.</summary>
/// <remarks>Source: <c>some</c> or <c>full</c> of <c>/proc/pressure/*</c>.</remarks>
/// <param name="Avg10Percent">The share of time lost over the last 10 seconds, from 0 to 100.</param>
/// <param name="Avg60Percent">The share of time lost over the last 60 seconds, from 0 to 100.</param>
/// <param name="Avg300Percent">The share of time lost over the last 300 seconds, from 0 to 100.</param>
/// <param name="Total">All time lost since boot or since the cgroup was made; the kernel prints whole microseconds.</param>
public readonly record struct PressureLine(double Avg10Percent, double Avg60Percent, double Avg300Percent, Nanoseconds Total)
{
    internal static PressureLine From(TextField field, ref UnrecognizedLines unrecognized)
    {
        double? avg10 = null, avg60 = null, avg300 = null;
        Nanoseconds? total = null;
        var rest = field.Bytes;
        while (!rest.IsEmpty)
        {
            var word = field.NextWord(ref rest, field.Key);
            var equals = word.Bytes.IndexOf((byte)'=');
            var name = equals < 0 ? default : word.Bytes[..equals];
            var value = field.Part(word.Bytes[(equals + 1)..], name);
            if (name.SequenceEqual("avg10"u8))
            {
                avg10 = Percent(value);
            }
            else if (name.SequenceEqual("avg60"u8))
            {
                avg60 = Percent(value);
            }
            else if (name.SequenceEqual("avg300"u8))
            {
                avg300 = Percent(value);
            }
            else if (name.SequenceEqual("total"u8))
            {
                total = value.Microseconds();
            }
            else
            {
                unrecognized.Add(word);
            }
        }

        return avg10 is { } a && avg60 is { } b && avg300 is { } c && total is { } t
            ? new PressureLine(a, b, c, t)
            : throw field.Error("avg10, avg60, avg300 and total");
    }

    private static double Percent(TextField field) =>
        Utf8Parser.TryParse(field.Bytes, out double value, out var used, 'f') && used == field.Bytes.Length && value is >= 0 and <= 100
            ? value
            : throw field.Error("a percentage from 0 to 100");
}
