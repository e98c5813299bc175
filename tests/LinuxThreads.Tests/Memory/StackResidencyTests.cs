using System.Runtime.InteropServices;
using LinuxThreads.Interop;
using LinuxThreads.Memory;

namespace LinuxThreads.Tests.Memory;

[Category("Live")]
public sealed class StackResidencyTests
{
    private const int Pages = 8;
    private static readonly nint Page = (nint)Posix.Current.Sysconf(SysconfName.PageSize);

    [Test]
    public void The_resident_part_is_the_pages_that_were_touched()
    {
        var address = Posix.Current.Map((nuint)(Pages * Page), PageAccess.ReadWrite);
        try
        {
            var residency = new StackResidency();
            residency.Of(address, (nuint)(Pages * Page)).Should().Be(ByteSize.Zero);

            Marshal.WriteByte(address + (3 * Page), 1);
            Marshal.WriteByte(address + (7 * Page), 1);

            residency.Of(address, (nuint)(Pages * Page)).Should().Be(new ByteSize(2 * Page));
            residency.Of(address, (nuint)(7 * Page)).Should().Be(new ByteSize(Page));
            residency.Of(address, (nuint)(7 * Page) + 1).Should().Be(new ByteSize(2 * Page), "a page begun counts whole");
        }
        finally
        {
            Posix.Current.Unmap(address, (nuint)(Pages * Page));
        }
    }

    [Test]
    public void What_is_not_mapped_is_an_error_and_not_empty()
    {
        // The first page of an address space is never mapped.
        var act = static () => new StackResidency().Of(0, (nuint)Page);

        act.Should().Throw<SyscallException>().Where(static exception => exception.Errno == Errno.ENOMEM);
    }
}
