using LinuxThreads.Interop;

namespace LinuxThreads.Tests.Interop;

public sealed class NetlinkMessageTests
{
    // Two attributes, 7 bytes (padded to 8) and 6, behind the 20 bytes of the two headers.
    private static readonly byte[] Answer =
    [
        34, 0, 0, 0, 31, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0,
        7, 0, 5, 0, 0xA, 0xB, 0xC, 0,
        6, 0, 3, 0x80, 0xD, 0xE,
    ];

    [Test]
    public void A_request_is_two_headers_and_a_padded_attribute()
    {
        NetlinkMessage.Compose(family: 16, command: 3, attribute: 2, "abc\0e"u8).Should().Equal(
            32, 0, 0, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            3, 1, 0, 0,
            9, 0, 2, 0, (byte)'a', (byte)'b', (byte)'c', 0, (byte)'e', 0, 0, 0);
    }

    [Test]
    public void Attributes_are_found_by_type_behind_padding_and_without_their_flags()
    {
        var attributes = NetlinkMessage.Attributes(Answer);

        NetlinkMessage.TryFind(attributes, 5, out var first).Should().BeTrue();
        first.ToArray().Should().Equal(0xA, 0xB, 0xC);
        NetlinkMessage.TryFind(attributes, 3, out var second).Should().BeTrue();
        second.ToArray().Should().Equal(0xD, 0xE);
        NetlinkMessage.TryFind(attributes, 4, out _).Should().BeFalse();
    }

    [Test]
    public void An_answer_cut_short_has_only_what_is_whole()
    {
        for (var length = 0; length < Answer.Length; length++)
        {
            var attributes = NetlinkMessage.Attributes(Answer.AsSpan(0, length));

            NetlinkMessage.TryFind(attributes, 5, out _).Should().Be(length >= 27);
            NetlinkMessage.TryFind(attributes, 3, out _).Should().BeFalse();
        }
    }

    [Test]
    public void An_attribute_shorter_than_its_header_ends_the_search()
    {
        NetlinkMessage.TryFind([0, 0, 0, 0, 4, 0, 3, 0], 3, out _).Should().BeFalse();
    }

    [Test]
    public void An_error_carries_its_number()
    {
        NetlinkMessage.IsError([20, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF], out var errno).Should().BeTrue();
        errno.Should().Be(Errno.EPERM);
        NetlinkMessage.IsError(Answer, out _).Should().BeFalse();
    }
}
