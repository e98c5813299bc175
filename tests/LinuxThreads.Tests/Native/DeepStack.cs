using System.Runtime.CompilerServices;

namespace LinuxThreads.Tests.Native;

/// <summary>Managed calls that go deep, and that know afterwards whether their frames are still what they were.</summary>
internal static class DeepStack
{
    private const int FrameBytes = 4096;

    /// <summary>Writes to every page of so much stack, and returns.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Touch(int bytes)
    {
        Span<byte> area = stackalloc byte[bytes];
        for (var i = area.Length - 1; i >= 0; i -= 1024)
        {
            area[i] = 1;
        }
    }

    /// <summary>Fills so many frames with numbers and a reference each, calls <paramref name="body"/> below them all, and adds up what the frames then hold.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long SumAround(int frames, Action body)
    {
        Span<long> numbers = stackalloc long[FrameBytes / sizeof(long)];
        var reference = new object[] { frames, "frame" };
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (frames * 31L) + i;
        }

        long below = 0;
        if (frames == 0)
        {
            body();
        }
        else
        {
            below = SumAround(frames - 1, body);
        }

        foreach (var number in numbers)
        {
            below += number;
        }

        return below + (int)reference[0] + ((string)reference[1]).Length;
    }
}
