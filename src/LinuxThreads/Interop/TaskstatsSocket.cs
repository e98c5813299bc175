using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>Asks the kernel's taskstats interface about a whole process, over generic netlink (<c>Documentation/accounting/taskstats.rst</c>).</summary>
/// <remarks>Needs <c>CONFIG_TASKSTATS</c>, <c>CAP_NET_ADMIN</c> in the first user namespace, and the first network namespace.</remarks>
internal sealed unsafe partial class TaskstatsSocket : SafeHandle
{
    // include/uapi/linux/{netlink,genetlink,taskstats}.h and the socket headers; a test compares each.
    internal const int AfNetlink = 16;
    internal const int SockRawCloexec = 3 | 0x80000;
    internal const int NetlinkGeneric = 16;
    internal const int MsgDontwait = 0x40;
    internal const ushort ControlFamily = 16;
    internal const byte GetFamily = 3;
    internal const ushort FamilyName = 2;
    internal const int FamilyId = 1;
    internal const byte GetStats = 1;
    internal const ushort AskTgid = 2;
    internal const int AggregateTgid = 5;
    internal const int Stats = 3;

    /// <summary>Where <c>cpu_count</c> stands in <c>struct taskstats</c>; the same since its first version.</summary>
    internal const int CpuCountAt = 16;

    private const int EBadmsg = 74;

    private const string Library = "libc";

    private readonly byte[] _answer = new byte[8192];
    private ushort? _family;

    /// <summary>A socket ready to ask.</summary>
    /// <exception cref="SyscallException">The kernel refused.</exception>
    public TaskstatsSocket()
        : base(-1, ownsHandle: true)
    {
        SetHandle(OpenSocket(AfNetlink, SockRawCloexec, NetlinkGeneric));
        LastError.ThrowIfFailed(handle, "socket", "AF_NETLINK, NETLINK_GENERIC");
    }

    public override bool IsInvalid => handle < 0;

    /// <summary>How often the threads of a process were put on a CPU, those that ended included.</summary>
    /// <remarks>
    /// Source: <c>cpu_count</c>, the sum of the threads' <c>sched_info.pcount</c>, to which the kernel adds a thread's own when it ends
    /// (<c>fill_tgid_exit</c>, kernel/taskstats.c). The structure's <c>nvcsw</c> and <c>nivcsw</c> are of no use here: whether they contain ended
    /// threads differs by kernel, and nothing in the answer tells.
    /// </remarks>
    /// <exception cref="SyscallException">
    /// The kernel refused; <c>ENOENT</c> if it has no taskstats, or not in this network namespace, <c>ESRCH</c> if the process is gone.
    /// </exception>
    public long ReadTimeslices(Pid pid)
    {
        var family = _family ??= ReadFamily();
        var id = pid.Value;
        var target = $"taskstats of process {pid}";
        var answer = Ask(NetlinkMessage.Compose(family, GetStats, AskTgid, new ReadOnlySpan<byte>(&id, sizeof(int))), target);
        return NetlinkMessage.TryFind(answer, AggregateTgid, out var aggregate) &&
            NetlinkMessage.TryFind(aggregate, Stats, out var stats) && stats.Length >= CpuCountAt + sizeof(long)
                ? BinaryPrimitives.ReadInt64LittleEndian(stats[CpuCountAt..])
                : throw Unreadable(target);
    }

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenSocket(int domain, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int socket, byte* message, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int socket, byte* message, nuint length, int flags);

    private ushort ReadFamily()
    {
        const string Target = "the netlink family TASKSTATS";
        var answer = Ask(NetlinkMessage.Compose(ControlFamily, GetFamily, FamilyName, "TASKSTATS\0"u8), Target);
        return NetlinkMessage.TryFind(answer, FamilyId, out var id) && id.Length == sizeof(ushort)
            ? BinaryPrimitives.ReadUInt16LittleEndian(id)
            : throw Unreadable(Target);
    }

    private static SyscallException Unreadable(string target) => new("recv", new Errno(EBadmsg), target, "The kernel's answer is not one that this library can read.");

    // The kernel answers while it sends, so the answer is there when send returns and recv need never wait.
    private ReadOnlySpan<byte> Ask(byte[] request, string target)
    {
        nint length;
        fixed (byte* question = request)
        {
            LastError.ThrowIfFailed(Send((int)handle, question, (nuint)request.Length, 0), "send", target);
        }

        fixed (byte* answer = _answer)
        {
            length = Receive((int)handle, answer, (nuint)_answer.Length, MsgDontwait);
            LastError.ThrowIfFailed(length, "recv", target);
        }

        var message = _answer.AsSpan(0, (int)length);
        return NetlinkMessage.IsError(message, out var errno)
            ? throw new SyscallException("netlink", errno, target, errno == Errno.EPERM ? "taskstats needs CAP_NET_ADMIN: run as root." : null)
            : NetlinkMessage.Attributes(message);
    }
}
