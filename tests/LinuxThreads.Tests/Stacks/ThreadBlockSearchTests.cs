using System.Buffers.Binary;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

public sealed class ThreadBlockSearchTests
{
    private const ulong Page = 0x7f00_0000_1000;

    private static readonly Tid Thread = new(4711);

    [Test]
    public void A_word_that_holds_its_own_address_with_the_threads_id_above_it_is_the_block()
    {
        var bytes = PageWith((0x6c0, Page + 0x6c0), (0x6c0 + 720, 4711));

        ThreadBlockSearch.FindInPage(Thread, Page, 4096, bytes).Should().Be(Page + 0x6c0);
    }

    [Test]
    public void Another_threads_block_is_not_taken() =>
        ThreadBlockSearch.FindInPage(Thread, Page, 4096, PageWith((0x6c0, Page + 0x6c0), (0x6c0 + 720, 4712))).Should().BeNull();

    [Test]
    public void A_list_head_in_a_frame_further_down_is_not_taken_for_the_block()
    {
        var bytes = PageWith((0x100, Page + 0x100), (0x108, 4711), (0x6c0, Page + 0x6c0), (0x6c0 + 720, 4711));

        ThreadBlockSearch.FindInPage(Thread, Page, 4096, bytes).Should().Be(Page + 0x6c0);
    }

    [Test]
    public void An_id_too_far_above_is_not_the_blocks() =>
        ThreadBlockSearch.FindInPage(Thread, Page, 4096, PageWith((0x100, Page + 0x100), (0x100 + 1024, 4711))).Should().BeNull();

    [Test]
    public void An_id_on_the_next_page_is_within_reach_but_no_block_begins_there()
    {
        var bytes = new byte[4096 + 1024];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(4088), Page + 4088);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(4096 + 8), Page + 4096 + 8);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4096 + 48), 4711);

        ThreadBlockSearch.FindInPage(Thread, Page, 4096, bytes).Should().Be(Page + 4088);
    }

    [Test]
    public void Nothing_read_is_nothing_found() => ThreadBlockSearch.FindInPage(Thread, Page, 4096, []).Should().BeNull();

    [Test]
    public void The_highest_page_with_a_block_wins_and_pages_not_in_memory_or_past_the_limit_are_not_read()
    {
        const ulong present = 1UL << 63;
        var pages = new FakePageTable
        {
            [Page] = present,
            [Page + 0x2000] = present,
            [Page + 0x4000] = present,
        };
        var read = new List<ulong>();

        var block = ThreadBlockSearch.Find(Thread, Page + 0x80, Page + 0x4000, pages, page =>
        {
            read.Add(page);
            var bytes = new byte[4096];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(0x6c0), page + 0x6c0);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(0x6c0 + 720), Thread.Value);
            return bytes;
        });

        block.Should().Be(Page + 0x2000 + 0x6c0);
        read.Should().Equal(Page, Page + 0x2000);
    }

    [Test]
    [Category("Live")]
    public void Robust_list_and_stack_pointer_lead_to_the_same_end_of_each_parked_thread()
    {
        using var target = StackTarget.Start("parked-stacks", "20", "262144");
        using var pages = PagemapFile.TryOpen(ProcRoot.System, $"proc/{target.Pid}")!;
        foreach (var truth in target.Threads)
        {
            using var search = ThreadBlockSearch.TryOpen(ProcRoot.System, target.Pid, truth.Tid);
            if (search is null)
            {
                Assert.Ignore("the target's memory may not be read (kernel.yama.ptrace_scope)");
            }

            PidSyscall.TryRead(ProcRoot.System, target.Pid, truth.Tid, out var syscall).Should().BeTrue();
            TaskCalls.TryReadRobustList(truth.Tid, out var head, out _).Should().BeTrue();

            var block = search.Find(truth.Tid, syscall!.StackPointer!.Value, truth.High, pages);

            AddressRange.RoundUp(block!.Value + 1, pages.PageSize).Should().Be(truth.High);
            AddressRange.RoundUp((ulong)head + 1, pages.PageSize).Should().Be(truth.High);
        }
    }

    private static byte[] PageWith(params (int Offset, ulong Word)[] words)
    {
        var bytes = new byte[4096];
        foreach (var (offset, word) in words)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(offset), word);
        }

        return bytes;
    }
}
