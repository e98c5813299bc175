using System.Runtime.CompilerServices;
using LinuxThreads.Interop;
using LinuxThreads.Native;
using LinuxThreads.Tests.Interop;

namespace LinuxThreads.Tests.Native;

[Category("Live")]
public sealed unsafe class StackTrimmerTests
{
    private const int Deep = 1 << 20;

    private static readonly NativeThreadOptions Options = new() { StackSize = ByteSize.FromKibibytes(4096) };

    [Test]
    public void A_thread_gives_back_what_a_deep_call_left_and_nothing_else()
    {
        On(static () =>
        {
            DeepStack.Touch(Deep);

            var trimmed = StackTrimmer.TrimCurrent();

            trimmed.Before.Bytes.Should().BeInRange(Deep - (2 * StackTrimmer.Margin.Bytes), Deep + StackTrimmer.Margin.Bytes);
            (trimmed.After, trimmed.Freed).Should().Be((ByteSize.Zero, trimmed.Before));
        });
    }

    [Test]
    public void The_range_ends_at_the_stack_s_end_and_a_margin_below_the_caller()
    {
        On(static () =>
        {
            byte here;
            var trimmed = StackTrimmer.TrimCurrent();

            trimmed.Low.Should().Be(NativeThread.Current.StackBounds.Low);
            var gap = (long)(nuint)(&here) - (long)trimmed.High;
            gap.Should().BeInRange(StackTrimmer.Margin.Bytes, StackTrimmer.Margin.Bytes + (2 * Environment.SystemPageSize));
        });
    }

    [Test]
    public void What_is_left_in_memory_is_what_mincore_tells()
    {
        On(static () =>
        {
            DeepStack.Touch(Deep);
            var trimmed = StackTrimmer.TrimCurrent();

            StackPages.CountResident(trimmed.Low, trimmed.High).Should().Be(ByteSize.Zero);
            StackPages.CountResident(trimmed.High, NativeThread.Current.StackBounds.High).Should().BeGreaterThan(ByteSize.Zero);
        });
    }

    [Test]
    public void A_thread_trims_deep_inside_its_own_calls_and_goes_deep_again()
    {
        On(static () =>
        {
            DeepStack.SumAround(40, static () => StackTrimmer.TrimCurrent()).Should().Be(DeepStack.SumAround(40, static () => { }));
            DeepStack.Touch(Deep);
            DeepStack.SumAround(200, static () => StackTrimmer.TrimCurrent()).Should().Be(DeepStack.SumAround(200, static () => { }));
        });
    }

    [Test]
    public void A_thread_of_the_pool_can_trim_too()
    {
        Task.Run(static () =>
        {
            DeepStack.Touch(Deep / 2);
            StackTrimmer.TrimCurrent().Freed.Bytes.Should().BeGreaterThan(Deep / 4);
        }).GetAwaiter().GetResult();
    }

    [Test]
    public void A_thread_so_deep_that_nothing_is_left_frees_nothing()
    {
        using var thread = NativeThread.Start(new() { StackSize = NativeThread.SmallestManagedStack }, static () =>
        {
            var stack = NativeThread.Current.StackBounds;
            byte here;
            var room = (long)((nuint)(&here) - stack.Low);
            Within((int)(room - (StackTrimmer.Margin.Bytes / 2)), static () =>
            {
                var trimmed = StackTrimmer.TrimCurrent();
                (trimmed.Low, trimmed.Freed).Should().Be((trimmed.High, ByteSize.Zero));
            });
        });
        thread.Join();
    }

    [Test]
    public void Trimming_under_collections_of_another_thread_leaves_every_reference_good()
    {
        var over = 0;
        using var collector = NativeThread.Start(Options, () =>
        {
            while (Volatile.Read(ref over) == 0)
            {
                GC.Collect(0);
            }
        });
        using var trimmer = NativeThread.Start(Options, () =>
        {
            for (var i = 0; i < 40; i++)
            {
                DeepStack.SumAround(60, static () => StackTrimmer.TrimCurrent()).Should().Be(DeepStack.SumAround(60, static () => { }));
            }
        });
        try
        {
            trimmer.Join();
        }
        finally
        {
            Volatile.Write(ref over, 1);
            collector.Join();
        }
    }

    [Test]
    public void A_signal_stack_within_the_stack_keeps_its_pages_and_those_below()
    {
        var unused = UnusedStack.Between(0x10000, 0x30800, new SignalStack(0x14000, 0x16100, false));

        unused.Should().Be(new UnusedStack(0x17000, 0x30000));
        UnusedStack.Between(0x10000, 0x30800, new SignalStack(0x50000, 0x56000, false)).Should().Be(new UnusedStack(0x10000, 0x30000), "it lies elsewhere");
        UnusedStack.Between(0x10000, 0x30800, new SignalStack(0x8000, 0x10000, false)).Should().Be(new UnusedStack(0x10000, 0x30000), "it ends below");
        UnusedStack.Between(0x10000, 0x30800, null).Should().Be(new UnusedStack(0x10000, 0x30000));
    }

    [Test]
    public void Whole_pages_only_and_never_one_that_begins_below_the_stack()
    {
        UnusedStack.Between(0x10800, 0x12fff, null).Should().Be(new UnusedStack(0x11000, 0x12000));
        UnusedStack.Between(0x10800, 0x11fff, null).Should().Be(new UnusedStack(0x11000, 0x11000));
        UnusedStack.Between(0x20000, 0x10000, null).High.Should().Be(0x20000);
    }

    [Test]
    public void A_parked_thread_of_the_shim_loses_what_lies_below_its_stack_pointer()
    {
        ShimFacts.RequireShim();
        using var group = Park(count: 2, touch: 256 << 10);
        var thread = group.Thread(0);
        var other = group.Thread(1);
        var before = StackPages.CountResident((nuint)thread.StackLow, (nuint)thread.StackHigh);
        var beside = StackPages.CountResident((nuint)other.StackLow, (nuint)other.StackHigh);

        var trimmed = StackTrimmer.Trim(group, 0);

        trimmed.Freed.Bytes.Should().BeInRange((256 << 10) - (16 << 10), 256 << 10);
        StackPages.CountResident((nuint)thread.StackLow, (nuint)thread.StackHigh).Should().Be(before - trimmed.Freed);
        StackPages.CountResident((nuint)other.StackLow, (nuint)other.StackHigh).Should().Be(beside);
        (thread.Frame - trimmed.High).Should().BeGreaterThan(
            (ulong)Libc.Getauxval(LinuxConstants.AtMinsigstksz) + (ulong)Environment.SystemPageSize, "a signal may still come");
    }

    [Test]
    public void Threads_of_the_shim_wake_up_and_end_after_they_were_trimmed()
    {
        ShimFacts.RequireShim();
        for (var round = 0; round < 20; round++)
        {
            using var group = Park(count: 8, touch: 64 << 10);
            for (uint i = 0; i < 8; i++)
            {
                StackTrimmer.Trim(group, i);
            }
        }
    }

    [Test]
    public void An_index_without_a_thread_is_refused()
    {
        ShimFacts.RequireShim();
        using var group = Park(count: 1, touch: 0);

        group.Invoking(static handle => StackTrimmer.Trim(handle, 1)).Should().Throw<SyscallException>();
    }

    private static ParkGroupHandle Park(uint count, int touch)
    {
        var plan = ShimParkPlan.New();
        plan.Count = count;
        plan.StackSize = 1 << 20;
        plan.TouchBytes = (ulong)touch;
        return ParkGroupHandle.Create(plan);
    }

    private static void On(Action body)
    {
        using var thread = NativeThread.Start(Options, body);
        thread.Join();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Within(int bytes, Action body)
    {
        Span<byte> area = stackalloc byte[bytes];
        area[0] = 1;
        body();
        area[^1] = 1;
    }
}
