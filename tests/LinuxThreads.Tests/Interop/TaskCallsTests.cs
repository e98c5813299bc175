using LinuxThreads.Interop;
using LinuxThreads.Native;

namespace LinuxThreads.Tests.Interop;

[Category("Live")]
public sealed class TaskCallsTests
{
    [Test]
    public void The_robust_list_lies_in_the_own_stack_range_of_a_thread_made_by_pthread_create()
    {
        using var thread = NativeThread.Start(NativeThreadOptions.Default, static () =>
        {
            TaskCalls.TryReadRobustList(NativeThread.CurrentTid, out var head, out _).Should().BeTrue();
            NativeThread.Current.StackBounds.Contains((nuint)head).Should().BeTrue();
        });
        thread.Join();
    }

    [Test]
    public void The_robust_list_of_a_thread_that_is_gone_is_ESRCH()
    {
        TaskCalls.TryReadRobustList(new Tid(int.MaxValue), out var head, out var errno).Should().BeFalse();

        errno.Should().Be(Errno.ESRCH);
        head.Should().Be(0);
    }

    [Test]
    public void A_name_with_bytes_that_are_not_UTF8_reads_with_replacement_characters()
    {
        using var thread = NativeThread.Start(NativeThreadOptions.Default, static () =>
        {
            // Fifteen bytes that end inside a three-byte character, as a cut name does.
            TaskCalls.WriteCurrentName([.. "abcdefghijklm"u8, 0xE7, 0xBA]);
            TaskCalls.ReadCurrentName().Should().Be("abcdefghijklm\uFFFD");
        });
        thread.Join();
    }

    [TestCase(4242)]
    [TestCase(1)]
    [TestCase(4_194_303)]
    public void A_CPU_clock_id_gives_its_thread_back(int tid) =>
        PthreadHandle.TidOfCpuClock((~tid << 3) | 6).Should().Be(tid);
}
