using LinuxThreads.Interop;

namespace LinuxThreads.Tests.Interop;

[Category("Live")]
public sealed class TaskstatsAbiTests
{
    private static readonly (string C, long Here)[] Facts =
    [
        ("AF_NETLINK", TaskstatsSocket.AfNetlink),
        ("SOCK_RAW | SOCK_CLOEXEC", TaskstatsSocket.SockRawCloexec),
        ("NETLINK_GENERIC", TaskstatsSocket.NetlinkGeneric),
        ("MSG_DONTWAIT", TaskstatsSocket.MsgDontwait),
        ("GENL_ID_CTRL", TaskstatsSocket.ControlFamily),
        ("CTRL_CMD_GETFAMILY", TaskstatsSocket.GetFamily),
        ("CTRL_ATTR_FAMILY_NAME", TaskstatsSocket.FamilyName),
        ("CTRL_ATTR_FAMILY_ID", TaskstatsSocket.FamilyId),
        ("TASKSTATS_CMD_GET", TaskstatsSocket.GetStats),
        ("TASKSTATS_CMD_ATTR_TGID", TaskstatsSocket.AskTgid),
        ("TASKSTATS_TYPE_AGGR_TGID", TaskstatsSocket.AggregateTgid),
        ("TASKSTATS_TYPE_STATS", TaskstatsSocket.Stats),
        ("offsetof(struct taskstats, cpu_count)", TaskstatsSocket.CpuCountAt),
        ("NLMSG_ERROR", NetlinkMessage.ErrorType),
        ("NLMSG_HDRLEN", 16),
        ("GENL_HDRLEN", 4),
        ("NLA_HDRLEN", 4),
        ("NLA_TYPE_MASK & 0xffff", 0x3fff),
        ("EBADMSG", 74),
    ];

    [Test]
    public void Numbers_and_layouts_are_those_of_the_C_headers() =>
        AbiTests.Evaluate(Facts.Select(static fact => fact.C)).Should().Equal(
            Facts.Select(static fact => fact.Here), (c, here) => c == here, $"the list is {string.Join("; ", Facts)}");
}
