using System.Runtime.InteropServices;
using LinuxThreads.Interop;

namespace LinuxThreads.Tests.Interop;

[Category("Live")]
public sealed class StackPagesTests
{
    // More than one call of mincore looks at.
    private const int Pages = 700;
    private static readonly nuint Page = (nuint)Posix.Current.Sysconf(SysconfName.PageSize);

    private nuint _low;

    [SetUp]
    public void Map() => _low = (nuint)Posix.Current.Map(Pages * Page, PageAccess.ReadWrite);

    [TearDown]
    public void Unmap() => Posix.Current.Unmap((nint)_low, Pages * Page);

    [Test]
    public void The_resident_part_is_the_pages_that_were_touched()
    {
        StackPages.CountResident(_low, _low + (Pages * Page)).Should().Be(ByteSize.Zero);

        Touch(3);
        Touch(699);

        StackPages.CountResident(_low, _low + (Pages * Page)).Should().Be(new ByteSize(2 * (long)Page));
        StackPages.CountResident(_low, _low + (699 * Page)).Should().Be(new ByteSize((long)Page));
        StackPages.CountResident(_low, _low + (699 * Page) + 1).Should().Be(new ByteSize(2 * (long)Page), "a page begun counts whole");
    }

    [Test]
    public void Counting_allocates_nothing()
    {
        StackPages.CountResident(_low, _low + (Pages * Page));
        var before = GC.GetAllocatedBytesForCurrentThread();

        StackPages.CountResident(_low, _low + (Pages * Page));

        GC.GetAllocatedBytesForCurrentThread().Should().Be(before);
    }

    [Test]
    public void What_is_not_mapped_is_an_error_and_not_empty()
    {
        // The first page of an address space is never mapped.
        var act = static () => StackPages.CountResident(0, Page);

        act.Should().Throw<SyscallException>().Where(static exception => exception.Errno == Errno.ENOMEM);
    }

    private void Touch(int page) => Marshal.WriteByte((nint)(_low + ((nuint)page * Page)), 1);
}
