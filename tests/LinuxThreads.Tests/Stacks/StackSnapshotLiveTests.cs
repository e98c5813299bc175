using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

/// <summary>Against processes that tell the truth of their stacks themselves, by mincore.</summary>
[Category("Live")]
public sealed class StackSnapshotLiveTests
{
    [TestCase("65536")]
    [TestCase("8388608")]
    public void A_thousand_stacks_have_the_bounds_residency_and_depth_that_the_process_itself_counts(string size)
    {
        using var target = StackTarget.Start("parked-stacks", "1000", size);

        var snapshot = StackSnapshot.Read(target.Pid);

        target.Threads.Should().HaveCount(1000);
        ShouldBeTheTruth(target, snapshot, StackLocatedBy.RobustList);
        snapshot.Route.Should().Be(StackRoute.Pagemap);
        snapshot.Unavailable.Should().BeEmpty();
        snapshot.Totals.Threads.Should().Be(1001);
        snapshot.Totals.Located.Should().Be(1001);
    }

    [Test]
    public void Stacks_carved_out_of_one_mapping_with_lightweight_guards_are_told_apart()
    {
        using var target = StackTarget.Start("parked-stacks", "200", "65536", "carved-guard");

        var snapshot = StackSnapshot.Read(target.Pid);

        ShouldBeTheTruth(target, snapshot, StackLocatedBy.RobustList);
        target.Beside(snapshot).Should().OnlyContain(pair => pair.Seen.Guard == new ByteSize(Environment.SystemPageSize));
    }

    [Test]
    public void Stacks_carved_out_of_one_mapping_without_guards_are_unknown_with_the_reason([Values("carved", "merged")] string mode)
    {
        using var target = StackTarget.Start("parked-stacks", "50", "65536", mode);

        var snapshot = StackSnapshot.Read(target.Pid);

        foreach (var (_, seen) in target.Beside(snapshot))
        {
            ShouldBeUnknown(seen);
        }

        snapshot.Totals.Located.Should().Be(1, "the first thread's is known");
        snapshot.Unavailable.Should().ContainSingle(entry => entry.Field == "totals.rss_bytes");
    }

    [Test]
    public void Stacks_that_were_advised_to_may_become_huge_and_are_where_the_kernel_gave_one()
    {
        using var target = StackTarget.Start("parked-stacks", "4", "8388608", "huge-guard");

        var snapshot = StackSnapshot.Read(target.Pid);

        ShouldBeTheTruth(target, snapshot, StackLocatedBy.RobustList);
        if (snapshot.HugePages is not { Mode: "madvise" or "always", ProcessEnabled: not false, PmdSize.Bytes: 2 << 20 })
        {
            Assert.Ignore($"Huge pages are {snapshot.HugePages.Mode} here.");
        }

        foreach (var (_, seen) in target.Beside(snapshot))
        {
            (seen.HugePages!.Eligible, seen.HugePages.AlignedHugePages, seen.NoHugePage).Should().Be((true, 4, false));
            seen.HugePages.Potential.Should().Be(seen.HugePages.Size!.Value - ResidentIn(target.Pid, seen), "a huge page that is there costs nothing more");
        }

        snapshot.Totals.HugePageEligible.Should().Be(4);
    }

    [Test]
    public void Many_small_stacks_in_one_huge_page_cost_what_that_page_lacks_together()
    {
        using var target = StackTarget.Start("parked-stacks", "32", "65536", "huge-guard");

        var snapshot = StackSnapshot.Read(target.Pid);

        if (snapshot.HugePages.PmdSize is not { Bytes: 32 << 16 } size)
        {
            Assert.Ignore($"A huge page has {snapshot.HugePages.PmdSize} here.");
            return;
        }

        using var pages = PagemapFile.TryOpen(LinuxThreads.Procfs.ProcRoot.System, $"proc/{target.Pid}")!;
        foreach (var (_, seen) in target.Beside(snapshot))
        {
            var start = AddressRange.RoundDown(seen.StackStart!.Value, (ulong)size.Bytes);
            var present = PageWalk.Count(pages, new AddressRange(start, start + (ulong)size.Bytes))!.Present;
            (seen.HugePages!.AlignedHugePages, seen.HugePages.Potential!.Value.Bytes).Should().Be((1, size.Bytes - (present * Environment.SystemPageSize)));
        }
    }

    [Test]
    public void Stacks_of_the_C_library_may_not_become_huge_where_MAP_STACK_says_so()
    {
        using var target = StackTarget.Start("parked-stacks", "4", "8388608");

        var snapshot = StackSnapshot.Read(target.Pid);

        foreach (var (_, seen) in target.Beside(snapshot).Where(static pair => pair.Seen.NoHugePage == true))
        {
            (seen.HugePages!.Eligible, seen.HugePages.Reason).Should().Be((false, HugePageReason.NoHugePageFlag));
            seen.HugePages.Potential.Should().Be(seen.HugePages.Size!.Value - ResidentIn(target.Pid, seen));
        }
    }

    [Test]
    public void Touched_memory_that_the_kernel_merged_above_a_stack_is_not_counted()
    {
        using var target = StackTarget.Start("stack-layouts", "100", "neighbour");

        ShouldBeTheTruth(target, StackSnapshot.Read(target.Pid), StackLocatedBy.RobustList);
    }

    [Test]
    public void Threads_that_burn_CPU_are_located_too()
    {
        using var target = StackTarget.Start("parked-stacks", "8", "262144", "spin");

        ShouldBeTheTruth(target, StackSnapshot.Read(target.Pid), StackLocatedBy.RobustList);
    }

    [Test]
    public void Threads_without_a_robust_list_are_found_by_their_stack_pointer_with_the_same_bounds()
    {
        using var target = StackTarget.Start("stack-layouts", "50", "bare");

        var snapshot = StackSnapshot.Read(target.Pid);

        IgnoreUnlessPointersAreTold(snapshot);
        ShouldBeTheTruth(target, snapshot, StackLocatedBy.StackPointer);
    }

    [Test]
    public void Threads_without_robust_list_and_guard_are_unknown_with_the_reason()
    {
        using var target = StackTarget.Start("stack-layouts", "20", "bare-carved");

        foreach (var (_, seen) in target.Beside(StackSnapshot.Read(target.Pid)))
        {
            ShouldBeUnknown(seen);
            seen.Unavailable.Should().Contain("no robust list");
        }
    }

    [Test]
    public void Stacks_from_malloc_are_unknown_with_the_reason()
    {
        using var target = StackTarget.Start("stack-layouts", "20", "malloc");

        foreach (var (_, seen) in target.Beside(StackSnapshot.Read(target.Pid)))
        {
            ShouldBeUnknown(seen);
        }
    }

    [Test]
    public void Pages_that_were_only_read_count_as_mincore_counts_them_and_have_no_share()
    {
        using var target = StackTarget.Start("stack-layouts", "20", "read-only");

        var snapshot = StackSnapshot.Read(target.Pid);

        ShouldBeTheTruth(target, snapshot, StackLocatedBy.RobustList);
        target.Beside(snapshot).Should().Contain(pair => pair.Seen.Pss < pair.Seen.Rss);
    }

    [Test]
    public void A_thread_on_its_signal_stack_keeps_its_stack_and_says_where_it_runs()
    {
        using var target = StackTarget.Start("stack-layouts", "5", "signal-stack");

        var snapshot = StackSnapshot.Read(target.Pid);

        IgnoreUnlessPointersAreTold(snapshot);
        foreach (var (truth, seen) in target.Beside(snapshot))
        {
            seen.StackEnd.Should().Be(truth.High);
            seen.Rss.Should().Be(new ByteSize(truth.Resident));
            seen.Unavailable.Should().Contain("stack pointer").And.Contain("outside");
        }
    }

    [Test]
    public void Stacks_of_a_process_whose_first_thread_has_ended_are_read_through_the_others()
    {
        using var target = StackTarget.Start("stack-layouts", "10", "leader-gone");

        ShouldBeTheTruth(target, StackSnapshot.Read(target.Pid), StackLocatedBy.RobustList);
    }

    [TestCase("huge")]
    [TestCase("huge-merged")]
    public void Huge_pages_of_exactly_the_stack_are_counted(string layout)
    {
        using var target = StackTarget.Start("stack-layouts", "4", layout);

        var snapshot = StackSnapshot.Read(target.Pid);

        ShouldBeTheTruth(target, snapshot, StackLocatedBy.RobustList);
        var huge = target.Beside(snapshot).Select(static pair => pair.Seen.Huge).ToArray();
        if (huge.All(static size => size == ByteSize.Zero))
        {
            Assert.Ignore("the kernel gave no huge page: THP is off, or memory is fragmented");
        }

        // The lower half is written to, the C library's block is in the upper one; a neighbour's page would be the third.
        target.Beside(snapshot).Should().OnlyContain(pair => pair.Seen.Huge == pair.Seen.Rss);
        target.Beside(snapshot).Should().OnlyContain(pair => pair.Seen.NoHugePage == false);
    }

    [Test]
    public void Threads_that_come_and_go_cause_no_error_and_no_range_twice()
    {
        using var target = StackTarget.Start("churn", "16");

        for (var i = 0; i < 100; i++)
        {
            var snapshot = StackSnapshot.Read(target.Pid);

            var ranges = snapshot.Threads.Where(static thread => thread.StackStart is not null).OrderBy(static thread => thread.StackStart).ToArray();
            snapshot.Threads.Should().OnlyContain(static thread => thread.Rss != null || thread.Unavailable != null);
            snapshot.Unavailable.Should().NotContain(
                static entry => entry.Reason.Contains("get_robust_list"), "a thread that has ended is no refusal");
            ranges.Zip(ranges.Skip(1)).Should().OnlyContain(static pair => pair.First.StackEnd <= pair.Second.StackStart);
            snapshot.Threads.Should().Contain(thread => thread.Tid == target.Pid.MainThread && thread.LocatedBy == StackLocatedBy.Main);
        }
    }

    [Test]
    public void The_first_threads_stack_is_the_kernels_own_mapping_with_its_limit()
    {
        using var target = StackTarget.Start("parked-stacks", "1", "65536");

        var main = StackSnapshot.Read(target.Pid).Threads.Single(thread => thread.Tid == target.Pid.MainThread);

        main.LocatedBy.Should().Be(StackLocatedBy.Main);
        main.Guard.Should().Be(ByteSize.Zero);
        main.Limit.Should().NotBeNull();
        main.TouchedDepth!.Value.Bytes.Should().BeInRange(1, main.Reserved!.Value.Bytes);
        main.Unavailable.Should().BeNull();
    }

    [Test]
    public void A_process_that_is_not_there_is_an_error_with_the_way_out()
    {
        StackSnapshot.TryRead(new Pid(int.MaxValue), out _).Should().BeFalse();
        FluentActions.Invoking(() => StackSnapshot.Read(new Pid(int.MaxValue)))
            .Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.ESRCH);
    }

    [Test]
    public void A_threads_id_is_no_process_and_the_error_names_the_process()
    {
        using var target = StackTarget.Start("parked-stacks", "1", "65536");

        FluentActions.Invoking(() => StackSnapshot.Read(new Pid(target.Threads[0].Tid.Value)))
            .Should().Throw<SyscallException>().WithMessage($"*thread of process {target.Pid}*");
    }

    private static void ShouldBeTheTruth(StackTarget target, StackSnapshot snapshot, StackLocatedBy way)
    {
        foreach (var (truth, seen) in target.Beside(snapshot))
        {
            seen.Unavailable.Should().BeNull();
            var expected = (way, truth.Low, truth.High, truth.High - truth.Low, truth.Resident, truth.Depth, 0L);
            (seen.LocatedBy, seen.StackStart, seen.StackEnd, (ulong?)seen.Reserved?.Bytes, seen.Rss?.Bytes, seen.TouchedDepth?.Bytes, seen.Swap?.Bytes)
                .Should().Be(expected, $"thread {truth.Tid} says so");
            seen.Guard!.Value.Bytes.Should().BePositive();
        }
    }

    private static void ShouldBeUnknown(ThreadStack seen)
    {
        seen.Should().BeEquivalentTo(new ThreadStack
        {
            Tid = seen.Tid,
            Comm = seen.Comm,
            Unavailable = seen.Unavailable,
        });
        seen.Unavailable.Should().Contain("bound");
    }

    private static void IgnoreUnlessPointersAreTold(StackSnapshot snapshot)
    {
        if (snapshot.Unavailable.FirstOrDefault(static entry => entry.Field == "located_by") is { } withheld)
        {
            Assert.Ignore(withheld.Reason);
        }
    }

    /// <summary>What is resident of the highest aligned huge page's range within a stack of 8 MiB, by the page table.</summary>
    private static ByteSize ResidentIn(Pid pid, ThreadStack stack)
    {
        var size = (ulong)stack.HugePages!.Size!.Value.Bytes;
        var end = stack.StackEnd!.Value / size * size;
        using var pages = PagemapFile.TryOpen(LinuxThreads.Procfs.ProcRoot.System, $"proc/{pid}")!;
        return new ByteSize(PageWalk.Count(pages, new AddressRange(end - size, end))!.Present * Environment.SystemPageSize);
    }
}
