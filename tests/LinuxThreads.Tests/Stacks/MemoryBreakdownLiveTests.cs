using LinuxThreads.Procfs;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

/// <summary>Real programs that have a known amount of one kind of memory.</summary>
[Category("Live")]
public sealed class MemoryBreakdownLiveTests
{
    private const long MiB = 1 << 20;

    // A read that faults a page in around another, the C library's first use of something: a few pages, whatever the amount.
    private const long AFewPages = 8 * 4096;

    [TestCase("heap", MemoryClass.Heap)]
    [TestCase("anonymous", MemoryClass.OtherAnonymous)]
    [TestCase("named", MemoryClass.NamedAnonymous)]
    [TestCase("code", MemoryClass.JitCode)]
    [TestCase("file-private", MemoryClass.FilePrivate)]
    [TestCase("file-shared", MemoryClass.FileShared)]
    [TestCase("memfd", MemoryClass.SharedMemory)]
    [TestCase("system-v", MemoryClass.SharedMemory)]
    [TestCase("shared", MemoryClass.SharedMemory)]
    public void Memory_of_one_kind_grows_in_its_row_alone(string kind, MemoryClass expected)
    {
        using var target = TargetProcess.Start("memory-kinds", kind, $"{4 * MiB}");
        var before = ReadWarm(target);

        target.Order("grow");

        Growth(before, ReadQuiet(target), expected).Should().BeInRange(4 * MiB - AFewPages, 4 * MiB + AFewPages);
    }

    [Test]
    public void Blocks_of_threads_grow_in_the_arenas_alone()
    {
        using var target = TargetProcess.Start("memory-kinds", "arena", $"{8 * MiB}", "4");
        var before = ReadWarm(target);

        target.Order("grow");

        var after = ReadQuiet(target);
        Growth(before, after, MemoryClass.Arenas).Should().BeInRange(8 * MiB - 4 * AFewPages, 8 * MiB + 4 * AFewPages);
        (after.Arenas!.Count, after.Arenas.Heaps).Should().Be((5, 4));
        after.Of(MemoryClass.Arenas)!.Inferred.Should().BeFalse();
    }

    [Test]
    public void Signal_stacks_that_are_written_to_grow_in_their_row_alone()
    {
        using var target = TargetProcess.Start("memory-kinds", "signal-stack", $"{10 * 3 * 4096}", "10");
        var before = ReadWarm(target);
        before.Of(MemoryClass.SignalStacks)!.Mappings.Should().Be(10);
        before.Of(MemoryClass.Guards)!.Figures.Size.Bytes.Should().Be(20 * 4096, "each thread has one below its stack and one below its signal stack");

        target.Order("grow");

        Growth(before, ReadQuiet(target), MemoryClass.SignalStacks).Should().Be(10 * 3 * 4096);
    }

    [Test]
    public void An_arena_that_outgrows_a_heap_has_several()
    {
        using var target = TargetProcess.Start("memory-kinds", "arena", $"{150 * MiB}", "1");

        var breakdown = Read(target.Pid);

        breakdown.Arenas!.Count.Should().Be(2, "the thread's and the main one");
        breakdown.Arenas.Heaps.Should().Be(3);
        breakdown.Of(MemoryClass.Arenas)!.Figures.Rss.Bytes.Should().BeInRange(150 * MiB, 153 * MiB);
        breakdown.Of(MemoryClass.Arenas)!.Figures.Size.Bytes.Should().Be(3 * 64 * MiB);
    }

    [TestCase("MALLOC_ARENA_MAX", "1", 1)]
    [TestCase("MALLOC_ARENA_MAX", "8", 8)]
    [TestCase("GLIBC_TUNABLES", "glibc.malloc.arena_max=4", 4)]
    public void The_cap_that_the_environment_sets_is_reached_and_told(string variable, string value, int cap)
    {
        using var target = TargetProcess.StartWith(new Dictionary<string, string> { [variable] = value }, "memory-kinds", "arena", $"{4 * MiB}", "40");

        var arenas = Read(target.Pid).Arenas!;

        (arenas.Count, arenas.Heaps, arenas.Cap, arenas.CapSource).Should().Be((cap, cap - 1, cap, ArenaCapSource.ArenaMax));
    }

    [Test]
    public void Heaps_of_another_size_are_not_taken_for_any()
    {
        using var target = TargetProcess.StartWith(
            new Dictionary<string, string> { ["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=2" }, "memory-kinds", "arena", $"{MiB}", "3");

        var breakdown = Read(target.Pid);

        breakdown.Arenas.Should().BeNull();
        breakdown.Of(MemoryClass.Arenas).Should().BeNull();
        breakdown.Unavailable.Should().Contain(static entry => entry.Field == "arenas" && entry.Reason.Contains("hugetlb"));
    }

    [Test]
    public void Without_a_setting_more_threads_than_the_cap_have_as_many_arenas_as_the_cap()
    {
        using var target = TargetProcess.Start("memory-kinds", "arena", $"{16 * MiB}", "200");

        var arenas = Read(target.Pid).Arenas!;

        if (arenas.Cap is not { } cap || cap > 200)
        {
            Assert.Ignore($"the cap is not known or not reached here: {arenas.Sentence}");
            return;
        }

        arenas.Count.Should().Be((int)cap);
    }

    [Test]
    public void Only_arenas_and_the_heap_move_with_the_number_of_arenas()
    {
        var few = WithArenas("2");
        var many = WithArenas("8");

        // Of libraries the kernel maps what happens to be in the page cache around a fault, which differs from run to run.
        foreach (var kind in Enum.GetValues<MemoryClass>().Where(static kind => kind is not (MemoryClass.Arenas or MemoryClass.Heap or MemoryClass.FilePrivate)))
        {
            var difference = Rss(many, kind) - Rss(few, kind);
            Math.Abs(difference).Should().BeLessThanOrEqualTo(AFewPages, kind.JsonName());
        }

        many.Of(MemoryClass.Arenas)!.Figures.Size.Bytes.Should().Be(7 * 64 * MiB);
        few.Of(MemoryClass.Arenas)!.Figures.Size.Bytes.Should().Be(64 * MiB);
    }

    [TestCase("plain", "8388608")]
    [TestCase("plain", "65536")]
    [TestCase("carved-guard", "65536")]
    public void Located_stacks_hold_what_the_snapshot_says(string mode, string size)
    {
        using var target = TargetProcess.Start("parked-stacks", "100", size, mode);

        var breakdown = Read(target.Pid);

        breakdown.Stacks.Totals.Located.Should().Be(101);
        breakdown.Of(MemoryClass.ThreadStacks)!.Figures.Rss.Should().Be(breakdown.Stacks.Totals.Rss);
        breakdown.Of(MemoryClass.ThreadStacks)!.Figures.Size.Should().Be(breakdown.Stacks.Totals.Reserved);
    }

    [TestCase("carved")]
    [TestCase("merged")]
    public void Stacks_that_nobody_can_locate_are_other_memory_and_that_is_said(string mode)
    {
        using var target = StackTarget.Start("parked-stacks", "100", "65536", mode);

        var breakdown = Read(target.Pid);

        breakdown.Stacks.Totals.Located.Should().Be(1);
        breakdown.Unavailable.Should().Contain(static entry => entry.Field == "thread-stacks" && entry.Reason.Contains("100 of 101"));
        breakdown.Of(MemoryClass.OtherAnonymous)!.Figures.Rss.Bytes.Should().BeGreaterThanOrEqualTo(target.Threads.Sum(static thread => thread.Resident));
    }

    [Test]
    public void Memory_beside_a_stack_in_its_mapping_is_not_the_stacks()
    {
        using var target = StackTarget.Start("stack-layouts", "10", "neighbour");

        var breakdown = Read(target.Pid);

        // 24 touched pages above each stack, in the same mapping.
        var main = breakdown.Stacks.Threads.Single(static thread => thread.LocatedBy == StackLocatedBy.Main).Rss!.Value.Bytes;
        breakdown.Of(MemoryClass.ThreadStacks)!.Figures.Rss.Bytes.Should().Be(target.Threads.Sum(static thread => thread.Resident) + main);
        breakdown.Of(MemoryClass.OtherAnonymous)!.Figures.Rss.Bytes.Should().BeGreaterThanOrEqualTo(10 * 24 * 4096);
        breakdown.Of(MemoryClass.Guards)!.Figures.Size.Bytes.Should().Be(breakdown.Stacks.Threads.Sum(static thread => thread.Guard!.Value.Bytes));
    }

    [Test]
    public void The_main_threads_end_leaves_the_memory_readable()
    {
        using var target = StackTarget.Start("stack-layouts", "5", "leader-gone");

        var breakdown = Read(target.Pid);

        breakdown.Rss.Bytes.Should().BeGreaterThan(0);
        breakdown.Of(MemoryClass.ThreadStacks)!.Figures.Rss.Bytes.Should().BeGreaterThanOrEqualTo(target.Threads.Sum(static thread => thread.Resident));
    }

    [Test]
    public void Managed_arrays_grow_in_the_GC_heap()
    {
        var before = MemoryBreakdown.Read(Pid.Current);
        var arrays = new List<byte[]>();
        for (var i = 0; i < 128; i++)
        {
            arrays.Add(GC.AllocateUninitializedArray<byte>((int)MiB));
            Array.Fill(arrays[^1], (byte)1);
        }

        var after = MemoryBreakdown.Read(Pid.Current);

        GC.KeepAlive(arrays);
        (Rss(after, MemoryClass.GcHeap) - Rss(before, MemoryClass.GcHeap)).Should().BeGreaterThan(64 * MiB, "other tests' garbage may be collected meanwhile");
        Math.Abs(Rss(after, MemoryClass.OtherAnonymous) - Rss(before, MemoryClass.OtherAnonymous)).Should().BeLessThan(32 * MiB);
        after.Of(MemoryClass.JitCode)!.Figures.Rss.Bytes.Should().BeGreaterThan(0);
    }

    [Test]
    public void Objects_of_every_heap_lie_in_what_is_taken_for_the_GC_heap()
    {
        object[] objects = [new byte[200_000], GC.AllocateArray<byte>(100, pinned: true), new(), "literal"];
        var mappings = SmapsMapping.FromSmaps(Smaps.Read(ProcRoot.System, Pid.Current, new ProcBuffer()));
        var claims = GcReservations.Find(MemoryPiece.FromMappings(mappings));

        foreach (var one in objects)
        {
            var address = AddressOf(one);
            claims.Should().Contain(claim => claim.Range.Contains(address), $"a {one.GetType().Name} is at 0x{address:x}");
        }

        GC.KeepAlive(objects);
    }

    [Test]
    public void This_processs_own_classes_add_up()
    {
        Read(Pid.Current).RollupRss.Should().NotBeNull();
    }

    [Test]
    public void A_process_that_is_not_there_is_said_to_be_so()
    {
        var gone = new Pid(int.MaxValue);

        MemoryBreakdown.TryRead(gone, out _).Should().BeFalse();
        FluentActions.Invoking(() => MemoryBreakdown.Read(gone)).Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.ESRCH);
    }

    [Test]
    public void Anothers_process_is_refused_to_an_ordinary_user()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("root may read every process");
        }

        FluentActions.Invoking(() => MemoryBreakdown.Read(new Pid(1))).Should().Throw<SyscallException>();
    }

    /// <summary>The breakdown of a process: its classes add up to smaps, and a difference to smaps_rollup is told.</summary>
    private static MemoryBreakdown Read(Pid pid)
    {
        var breakdown = MemoryBreakdown.Read(pid);
        breakdown.Classes.Sum(static use => use.Figures.Rss.Bytes).Should().Be(breakdown.Rss.Bytes);
        breakdown.Unavailable.Any(static entry => entry.Field == "smaps_rollup_rss_bytes" && entry.Reason.Contains("changed between"))
            .Should().Be(breakdown.RollupRss != breakdown.Rss);
        return breakdown;
    }

    /// <summary>The same of a process that has done before all that it does now: nothing changes while it waits, and both files agree.</summary>
    private static MemoryBreakdown ReadQuiet(TargetProcess target)
    {
        var breakdown = Read(target.Pid);
        breakdown.RollupRss.Should().Be(breakdown.Rss);
        return breakdown;
    }

    /// <summary>After the program has grown once: growing brings pages of the C library in the first time.</summary>
    private static MemoryBreakdown ReadWarm(TargetProcess target)
    {
        target.Order("grow");
        return ReadQuiet(target);
    }

    private static MemoryBreakdown WithArenas(string max)
    {
        using var target = TargetProcess.StartWith(new Dictionary<string, string> { ["MALLOC_ARENA_MAX"] = max }, "memory-kinds", "arena", $"{8 * MiB}", "40");
        return ReadWarm(target);
    }

    /// <summary>How much one class grew, having checked that no other did.</summary>
    private static long Growth(MemoryBreakdown before, MemoryBreakdown after, MemoryClass kind)
    {
        foreach (var other in Enum.GetValues<MemoryClass>().Where(other => other != kind))
        {
            Math.Abs(Rss(after, other) - Rss(before, other)).Should().BeLessThanOrEqualTo(AFewPages, other.JsonName());
        }

        return Rss(after, kind) - Rss(before, kind);
    }

    private static long Rss(MemoryBreakdown breakdown, MemoryClass kind) => breakdown.Of(kind)?.Figures.Rss.Bytes ?? 0;

    private static unsafe ulong AddressOf(object one) => (ulong)*(nint*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref one);
}
