using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace LinuxThreads.Procfs;

/// <summary>Reads a size line of smaps by its columns: <c>Rss:</c> padded to 16 bytes, a number in 8, <c> kB</c> and a line feed.</summary>
/// <remarks>
/// The kernel prints every size below 10^8 kB so (<c>SEQ_PUT_DEC</c> in <c>fs/proc/task_mmu.c</c>), and these lines are nine
/// tenths of the file. Taking key, number and line end in one look each is several times faster than searching for them.
/// A line that looks different in any way is left to the general path, which accepts the same number with any padding.
/// </remarks>
internal static class SmapsColumns
{
    /// <summary>The length of such a line, line feed included.</summary>
    public const int LineLength = KeyWidth + NumberWidth + 4;

    private const int KeyWidth = 16;
    private const int NumberWidth = sizeof(ulong);

    private const ulong EachByte = 0x0101_0101_0101_0101;

    private static readonly byte[] PaddedKeys = SmapsKeys.Padded(KeyWidth);

    private static readonly uint LineEnd = BinaryPrimitives.ReadUInt32LittleEndian(" kB\n"u8);

    /// <summary>The size in bytes if <paramref name="text"/> begins with a line of this key in these columns.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, int key, out long bytes)
    {
        bytes = 0;
        if (text.Length < LineLength
            || Vector128.Create(text) != Vector128.Create(PaddedKeys.AsSpan(key * KeyWidth))
            || BinaryPrimitives.ReadUInt32LittleEndian(text[(KeyWidth + NumberWidth)..]) != LineEnd
            || !TryParseColumn(BinaryPrimitives.ReadUInt64LittleEndian(text[KeyWidth..]), out var kibibytes))
        {
            return false;
        }

        bytes = kibibytes * 1024L;
        return true;
    }

    /// <summary>The number in eight characters: spaces, then digits; the first character is the lowest byte.</summary>
    private static bool TryParseColumn(ulong column, out uint number)
    {
        number = 0;
        var padding = BitOperations.TrailingZeroCount(column ^ (EachByte * ' ')) & ~7;
        if (padding == 64)
        {
            return false;
        }

        unchecked
        {
            // A space differs from '0' in one bit; set it in the padding, and only there.
            var digits = column | ((EachByte * 0x10) & ((1UL << padding) - 1));
            var high = EachByte * 0xF0;
            var zeros = EachByte * '0';
            // '0' to '9' are the bytes whose high half is 3 before and after 6 is added.
            if ((digits & high) != zeros || ((digits + (EachByte * 6)) & high) != zeros)
            {
                return false;
            }

            // Neighbours are joined to pairs, pairs to fours, fours to the whole: three multiplications for eight digits.
            var ones = digits - zeros;
            var pairs = (ones * 10) + (ones >> 8);
            const ulong EveryOtherPair = 0x0000_00FF_0000_00FF;
            var upper = (pairs & EveryOtherPair) * (100 + (1_000_000UL << 32));
            var lower = ((pairs >> 16) & EveryOtherPair) * (1 + (10_000UL << 32));
            number = (uint)((upper + lower) >> 32);
        }

        return true;
    }
}
