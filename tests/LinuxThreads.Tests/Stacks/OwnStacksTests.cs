using LinuxThreads.Interop;
using LinuxThreads.Native;
using LinuxThreads.Procfs;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

/// <summary>The test's own process: a .NET runtime with its threads, and threads of ours.</summary>
[Category("Live")]
public sealed class OwnStacksTests
{
    [Test]
    public void Every_thread_of_a_NET_process_is_located_or_says_why_not()
    {
        var snapshot = StackSnapshot.Read(Pid.Current);

        snapshot.Threads.Should().NotBeEmpty();
        snapshot.Threads.Should().OnlyContain(static thread => thread.StackStart != null || thread.Unavailable != null);
        snapshot.Totals.Located.Should().Be(snapshot.Totals.Threads, "the runtime's threads are those of the C library");
    }

    [Test]
    public void Stacks_are_part_of_what_is_resident()
    {
        var snapshot = StackSnapshot.Read(Pid.Current);
        PidStatus.TryRead(ProcRoot.System, Pid.Current, out var status).Should().BeTrue();

        snapshot.Totals.Rss.Should().BeGreaterThan(ByteSize.Zero);
        snapshot.Totals.Rss.Should().BeLessThan(status!.VmRss!.Value);
    }

    [Test]
    public void A_thread_of_ours_without_a_guard_has_the_bounds_that_it_was_given()
    {
        using var parked = new ParkedThread(new NativeThreadOptions { StackSize = ByteSize.FromKibibytes(512), GuardSize = ByteSize.Zero });

        var seen = Own(parked.Tid);

        (seen.LocatedBy, seen.Guard).Should().Be((StackLocatedBy.OwnBounds, ByteSize.Zero));
        (seen.StackStart, seen.StackEnd).Should().Be(((ulong)parked.Bounds.Low, (ulong)parked.Bounds.High));
    }

    [Test]
    public void Residency_and_depth_of_a_thread_of_ours_are_those_that_mincore_tells()
    {
        using var parked = new ParkedThread(new NativeThreadOptions { StackSize = ByteSize.FromKibibytes(1024) });
        var page = Environment.SystemPageSize;
        var residency = new byte[parked.Bounds.Size.Bytes / page];

        var seen = Own(parked.Tid);
        Posix.Current.ReadResidency((nint)parked.Bounds.Low, (nuint)parked.Bounds.Size.Bytes, residency);

        var lowest = Array.FindIndex(residency, static state => (state & 1) != 0);
        seen.Rss!.Value.Bytes.Should().Be(residency.Count(static state => (state & 1) != 0) * (long)page);
        seen.TouchedDepth!.Value.Bytes.Should().Be((residency.Length - lowest) * (long)page);
    }

    [Test]
    public void Own_bounds_and_robust_list_agree_on_a_thread_of_ours()
    {
        using var parked = new ParkedThread(new NativeThreadOptions { StackSize = ByteSize.FromKibibytes(512) });

        using var space = AddressSpace.TryRead(ProcRoot.System, Pid.Current, [], new ProcBuffer())!;
        TaskCalls.TryReadRobustList(parked.Tid, out var head, out _).Should().BeTrue();
        var rule = ThreadBlockRule.LastPage((ulong)Environment.SystemPageSize);
        var location = new StackLocator(space.Mappings, space.GuardsIn, rule).Locate(new StackClues(parked.Tid) { Head = (ulong)head });

        location.Range.Should().Be(new AddressRange(parked.Bounds.Low, parked.Bounds.High));
        new OwnThreads().HeadToEnd.Should().Be((ulong)parked.Bounds.High - (ulong)head);
    }

    [Test]
    public void Pages_touched_further_down_show_in_that_threads_row()
    {
        using var shallow = new ParkedThread(new NativeThreadOptions { StackSize = ByteSize.FromKibibytes(1024) });
        using var deep = new ParkedThread(new NativeThreadOptions { StackSize = ByteSize.FromKibibytes(1024) }, touch: 512 << 10);

        var snapshot = StackSnapshot.Read(Pid.Current);

        var stacks = snapshot.Threads.ToDictionary(static thread => thread.Tid);
        stacks[deep.Tid].Rss!.Value.Bytes.Should().BeGreaterThan(512 << 10);
        stacks[deep.Tid].TouchedDepth!.Value.Bytes.Should().BeGreaterThan(512 << 10);
        stacks[shallow.Tid].TouchedDepth!.Value.Bytes.Should().BeLessThan(512 << 10);
    }

    private static ThreadStack Own(Tid tid) => StackSnapshot.Read(Pid.Current).Threads.Single(thread => thread.Tid == tid);

    /// <summary>A thread that has touched some of its stack and waits until it is disposed.</summary>
    private sealed class ParkedThread : IDisposable
    {
        private readonly ManualResetEventSlim _parked = new();
        private readonly ManualResetEventSlim _over = new();
        private readonly NativeThread _thread;

        public ParkedThread(NativeThreadOptions options, int touch = 0)
        {
            _thread = NativeThread.Start(options, () =>
            {
                Touch(touch);
                _parked.Set();
                _over.Wait();
            });
            _parked.Wait();
        }

        public Tid Tid => _thread.Tid;

        public StackBounds Bounds => _thread.StackBounds;

        public void Dispose()
        {
            _over.Set();
            _thread.Join();
            _thread.Dispose();
            _over.Dispose();
            _parked.Dispose();
        }

        private static void Touch(int bytes)
        {
            Span<byte> area = stackalloc byte[bytes];
            for (var i = 0; i < area.Length; i += 1024)
            {
                area[i] = 1;
            }
        }
    }
}
