using System.Buffers.Binary;

namespace LinuxThreads.Interop;

/// <summary>Generic netlink messages as bytes: one request composed, one answer taken apart; calls nothing.</summary>
/// <remarks>Layout: include/uapi/linux/netlink.h and genetlink.h; numbers are in the machine's own byte order, little-endian on x86-64 and arm64.</remarks>
internal static class NetlinkMessage
{
    public const int ErrorType = 2;

    private const int Header = 16;
    private const int GenericHeader = 4;
    private const int AttributeHeader = 4;
    private const short Request = 1;

    // The two top bits of an attribute's type are flags (NLA_F_NESTED, NLA_F_NET_BYTEORDER).
    private const int TypeMask = 0x3fff;

    /// <summary>One request with one attribute.</summary>
    public static byte[] Compose(ushort family, byte command, ushort attribute, ReadOnlySpan<byte> payload)
    {
        var message = new byte[Header + GenericHeader + Align(AttributeHeader + payload.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), family);
        BinaryPrimitives.WriteInt16LittleEndian(message.AsSpan(6), Request);
        message[Header] = command;
        message[Header + 1] = 1;
        var body = message.AsSpan(Header + GenericHeader);
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)(AttributeHeader + payload.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(body[2..], attribute);
        payload.CopyTo(body[AttributeHeader..]);
        return message;
    }

    /// <summary>True if the kernel answered with an error; <paramref name="errno"/> is 0 for a mere acknowledgement.</summary>
    public static bool IsError(ReadOnlySpan<byte> message, out Errno errno)
    {
        var isError = message.Length >= Header + 4 && BinaryPrimitives.ReadUInt16LittleEndian(message[4..]) == ErrorType;
        errno = new Errno(isError ? -BinaryPrimitives.ReadInt32LittleEndian(message[Header..]) : 0);
        return isError;
    }

    /// <summary>The attributes of an answer; empty if it is cut short.</summary>
    public static ReadOnlySpan<byte> Attributes(ReadOnlySpan<byte> message) =>
        message.Length >= Header + GenericHeader ? message[(Header + GenericHeader)..] : [];

    /// <summary>The content of the first attribute of one type; false if there is none, or it is cut short.</summary>
    public static bool TryFind(ReadOnlySpan<byte> attributes, int type, out ReadOnlySpan<byte> content)
    {
        while (attributes.Length >= AttributeHeader)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(attributes);
            if (length < AttributeHeader || length > attributes.Length)
            {
                break;
            }

            if ((BinaryPrimitives.ReadUInt16LittleEndian(attributes[2..]) & TypeMask) == type)
            {
                content = attributes[AttributeHeader..length];
                return true;
            }

            attributes = attributes[Math.Min(Align(length), attributes.Length)..];
        }

        content = default;
        return false;
    }

    private static int Align(int length) => (length + 3) & ~3;
}
