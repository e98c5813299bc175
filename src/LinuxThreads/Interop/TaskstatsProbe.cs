using System.Buffers.Binary;

namespace LinuxThreads.Interop;

/// <summary>Asks the kernel for the taskstats of one task over generic netlink, and says how it answered.</summary>
/// <remarks>Netlink numbers are in the machine's byte order, and both architectures served are little-endian.</remarks>
internal static unsafe class TaskstatsProbe
{
    private const int AddressFamilyNetlink = 16;
    private const int SocketRawCloseOnExec = 3 | 0x80000;
    private const int NetlinkGeneric = 16;
    private const int MessageDontWait = 0x40;

    private const int HeaderBytes = 20; // struct nlmsghdr and struct genlmsghdr
    private const ushort ErrorMessage = 2;
    private const ushort ControlFamily = 16;
    private const byte ControlGetFamily = 3;
    private const ushort ControlFamilyId = 1;
    private const ushort ControlFamilyName = 2;
    private const byte TaskstatsGet = 1;
    private const ushort TaskstatsPid = 1;
    private const int ReplyBytes = 8192;

    /// <summary>Null if the kernel gave the statistics of <paramref name="tid"/>; <c>ENOENT</c> if it has no taskstats, <c>EPERM</c> without <c>CAP_NET_ADMIN</c>.</summary>
    public static Errno? Try(Tid tid)
    {
        var descriptor = ProbeCalls.Socket(AddressFamilyNetlink, SocketRawCloseOnExec, NetlinkGeneric);
        if (descriptor < 0)
        {
            return LastError.Read();
        }

        try
        {
            Span<byte> reply = stackalloc byte[ReplyBytes];
            if (Exchange(descriptor, ControlFamily, ControlGetFamily, ControlFamilyName, "TASKSTATS\0"u8, reply, out var length) is { } refused)
            {
                return refused;
            }

            if (FamilyId(reply[..length]) is not { } family)
            {
                return Errno.ENOENT;
            }

            Span<byte> task = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(task, tid.Value);
            return Exchange(descriptor, family, TaskstatsGet, TaskstatsPid, task, reply, out _);
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }

    /// <summary>Composes a request with one attribute.</summary>
    internal static byte[] Compose(ushort family, byte command, ushort attribute, ReadOnlySpan<byte> value)
    {
        var message = new byte[HeaderBytes + 4 + ((value.Length + 3) & ~3)];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), family);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(6), 1); // NLM_F_REQUEST
        message[16] = command;
        message[17] = 1; // the version of both families
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(HeaderBytes), checked((ushort)(4 + value.Length)));
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(HeaderBytes + 2), attribute);
        value.CopyTo(message.AsSpan(HeaderBytes + 4));
        return message;
    }

    /// <summary>The number of the family in a reply of the control family; null if it names none.</summary>
    internal static ushort? FamilyId(ReadOnlySpan<byte> reply)
    {
        for (var rest = reply.Length < HeaderBytes ? default : reply[HeaderBytes..]; rest.Length >= 4;)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (length < 4 || length > rest.Length)
            {
                return null;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]) == ControlFamilyId && length >= 6)
            {
                return BinaryPrimitives.ReadUInt16LittleEndian(rest[4..]);
            }

            rest = rest[Math.Min((length + 3) & ~3, rest.Length)..];
        }

        return null;
    }

    private static Errno? Exchange(
        int descriptor, ushort family, byte command, ushort attribute, ReadOnlySpan<byte> value, Span<byte> reply, out int length)
    {
        length = 0;
        var message = Compose(family, command, attribute, value);
        fixed (byte* sent = message)
        fixed (byte* received = reply)
        {
            if (ProbeCalls.Send(descriptor, sent, (nuint)message.Length, 0) < 0)
            {
                return LastError.Read();
            }

            // The kernel answers a netlink request before send returns, so there is nothing to wait for.
            var count = ProbeCalls.Receive(descriptor, received, (nuint)reply.Length, MessageDontWait);
            if (count < 0)
            {
                return LastError.Read();
            }

            length = (int)count;
        }

        return length >= HeaderBytes && BinaryPrimitives.ReadUInt16LittleEndian(reply[4..]) == ErrorMessage
            ? new Errno(-BinaryPrimitives.ReadInt32LittleEndian(reply[16..]))
            : null;
    }
}
