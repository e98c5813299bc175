using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LinuxThreads.Interop;
using LinuxThreads.Native;

namespace LinuxThreads.Tests.Native;

[Category("Live")]
public sealed unsafe class NativeThreadTests
{
    private static readonly NativeThreadOptions Plain = NativeThreadOptions.Default;

    [Test]
    public void The_body_runs_on_the_thread_whose_id_Start_returned()
    {
        var seen = default(NativeThreadSnapshot);
        using var thread = NativeThread.Start(Plain, () => seen = NativeThread.Current);
        thread.Join();

        seen!.Tid.Should().Be(thread.Tid).And.NotBe(NativeThread.CurrentTid);
        seen.ManagedThreadId.Should().Be(thread.ManagedThreadId);
        seen.StackBounds.Should().Be(thread.StackBounds);
    }

    [Test]
    public void A_parked_body_is_listed_by_the_kernel_and_gone_after_Join()
    {
        var word = new int[1];
        using var thread = NativeThread.Start(Plain, () => Park(word));

        Directory.Exists($"/proc/self/task/{thread.Tid}").Should().BeTrue();
        thread.IsAlive.Should().BeTrue();
        Release(word);
        thread.Join();
        thread.IsAlive.Should().BeFalse();
        Until.True(() => !Directory.Exists($"/proc/self/task/{thread.Tid}"), "the task to go");
    }

    [TestCase("abc")]
    [TestCase("a) b (c")]
    [TestCase("fünfzehn-bytes")]
    [TestCase("线程线程线")]
    public void The_name_reads_back_from_the_kernel_as_it_was_given(string name)
    {
        string? comm = null;
        using var thread = NativeThread.Start(new() { Name = name }, () => comm = File.ReadAllText("/proc/thread-self/comm"));
        thread.Join();

        comm.Should().Be(name + "\n");
        thread.Name.Should().Be(name);
    }

    [Test]
    public void A_thread_without_a_name_of_its_own_has_its_creators()
    {
        var names = ("", "");
        using var creator = NativeThread.Start(new() { Name = "creator" }, () =>
        {
            using var created = NativeThread.Start(Plain, () => names.Item1 = NativeThread.Current.Name);
            names.Item2 = created.Name;
        });
        creator.Join();

        names.Should().Be(("creator", "creator"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Each_allowed_CPU_can_be_asked_for_with_and_without_the_glibc_attribute(bool attribute)
    {
        var before = CpuSet.OfCurrentThread();
        foreach (var cpu in before)
        {
            string? allowed = null;
            var ran = -1;
            using var thread = NativeThread.Start(
                new() { Cpus = CpuSet.Of(cpu) },
                () =>
                {
                    ran = NativeThread.CurrentCpu;
                    allowed = StatusLine(NativeThread.CurrentTid, "Cpus_allowed_list");
                },
                attribute);
            thread.Join();

            allowed.Should().Be(cpu.ToString());
            ran.Should().Be(cpu);
        }

        CpuSet.OfCurrentThread().Should().Equal(before);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void CPUs_that_are_not_there_are_refused_by_name_with_those_that_are(bool attribute)
    {
        var act = () => NativeThread.Start(new() { Cpus = CpuSet.Of(60_000) }, static () => { }, attribute);

        act.Should().Throw<SyscallException>()
            .Where(e => e.Errno == Errno.EINVAL && e.Advice!.Contains($"CPUs {CpuSet.OfCurrentThread()}"))
            .WithMessage("*CPUs 60000*");
    }

    [TestCase(128)]
    [TestCase(1024)]
    [TestCase(16 * 1024)]
    public void The_stack_has_the_size_asked_for_and_holds_the_bodys_locals(int kibibytes)
    {
        nuint local = 0;
        var size = ByteSize.FromKibibytes(kibibytes);
        using var thread = NativeThread.Start(new() { StackSize = size }, () =>
        {
            var here = 0;
            local = (nuint)(&here);
        });
        thread.Join();

        // glibc may reuse a larger stack, up to what its cache holds, but never a smaller one.
        thread.StackBounds.Size.Should().BeGreaterThanOrEqualTo(size);
        thread.StackBounds.Contains(local).Should().BeTrue();
    }

    [TestCase(0)]
    [TestCase(4096)]
    [TestCase(65536)]
    public void The_guard_is_an_inaccessible_range_right_below_the_stack(int bytes)
    {
        var word = new int[1];
        using var thread = NativeThread.Start(new() { StackSize = ByteSize.FromKibibytes(320), GuardSize = new ByteSize(bytes) }, () => Park(word));
        var (low, _, guard) = thread.StackBounds;
        var below = PermissionsAt(low - 1);
        var above = PermissionsAt(low);
        var deepest = PermissionsAt(low - (nuint)bytes);
        Release(word);
        thread.Join();

        guard.Should().Be(new ByteSize(bytes));
        above.Should().StartWith("rw");
        if (bytes > 0)
        {
            below.Should().Be("---p");
            deepest.Should().Be("---p");
        }
    }

    [Test]
    public void A_body_on_the_smallest_managed_stack_can_throw_catch_and_collect()
    {
        var caught = 0;
        using var thread = NativeThread.Start(new() { StackSize = NativeThread.SmallestManagedStack }, () =>
        {
            try
            {
                _ = int.Parse("no number");
            }
            catch (FormatException)
            {
                caught++;
            }

            GC.Collect();
            throw new InvalidOperationException($"after {caught}");
        });

        thread.Invoking(t => t.Join()).Should().Throw<InvalidOperationException>().WithMessage("after 1");
    }

    [Test]
    public void A_smaller_stack_than_a_managed_body_needs_is_refused_and_a_C_body_may_have_it()
    {
        var size = new ByteSize(Math.Max(64 * 1024, Posix.Current.Sysconf(SysconfName.ThreadStackMin)));
        if (size >= NativeThread.SmallestManagedStack)
        {
            Assert.Ignore($"The C library's own minimum is {size} here.");
        }

        var options = new NativeThreadOptions { StackSize = size };

        var act = () => NativeThread.Start(options, static () => { });
        act.Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*{NativeThread.SmallestManagedStack}*");
        using var thread = NativeThread.Start(options, Function("abs"), 1);
        thread.StackBounds.Size.Should().BeGreaterThanOrEqualTo(size);
    }

    [Test]
    public void An_exception_of_the_body_is_rethrown_at_every_Join_with_its_own_stack()
    {
        using var thread = NativeThread.Start(Plain, Fail);

        for (var i = 0; i < 2; i++)
        {
            thread.Invoking(t => t.Join()).Should().Throw<NotSupportedException>()
                .WithMessage("from the body")
                .Which.StackTrace.Should().Contain(nameof(Fail));
        }
    }

    [Test]
    public void Dispose_waits_for_the_end_and_does_not_rethrow()
    {
        var thread = NativeThread.Start(Plain, Fail);

        thread.Dispose();
        thread.IsAlive.Should().BeFalse();
        thread.Dispose();
    }

    [Test]
    public void A_thousand_threads_leave_no_task_behind()
    {
        var before = Until.TaskCount;
        var ran = 0;
        for (var round = 0; round < 10; round++)
        {
            var threads = Enumerable.Range(0, 100)
                .Select(_ => NativeThread.Start(new() { StackSize = ByteSize.FromKibibytes(256) }, () => Interlocked.Increment(ref ran)))
                .ToList();
            threads.ForEach(static t => t.Join());
        }

        ran.Should().Be(1000);
        Until.True(() => Until.TaskCount <= before + 2, $"the tasks to come down from {Until.TaskCount} to about {before}");
    }

    [Test]
    public void Two_threads_may_join_the_same_one()
    {
        var word = new int[1];
        using var thread = NativeThread.Start(Plain, () => Park(word));
        using var other = NativeThread.Start(Plain, thread.Join);
        Release(word);
        thread.Join();
        other.Join();

        thread.IsAlive.Should().BeFalse();
    }

    [Test]
    public void A_thread_that_joins_itself_is_told_so_and_one_that_disposes_of_itself_is_detached()
    {
        NativeThread? self = null;
        var word = new int[1];
        Exception? refused = null;
        var thread = NativeThread.Start(Plain, () =>
        {
            Park(word);
            refused = Assert.Catch<InvalidOperationException>(() => self!.Join());
            self!.Dispose();
        });
        self = thread;
        Release(word);
        Until.True(() => !Directory.Exists($"/proc/self/task/{thread.Tid}"), "the task to go");

        refused.Should().NotBeNull();
        thread.Invoking(t => t.Join()).Should().Throw<ObjectDisposedException>();
        thread.Invoking(t => t.IsAlive).Should().Throw<ObjectDisposedException>();
        thread.Dispose();
    }

    [Test]
    public void A_C_body_runs_without_a_managed_id_and_its_result_is_known_after_Join()
    {
        using var thread = NativeThread.Start(Plain, Function("abs"), -42);
        thread.Invoking(t => t.ReturnValue).Should().Throw<InvalidOperationException>();
        thread.Join();

        ((int)thread.ReturnValue).Should().Be(42);
        thread.ManagedThreadId.Should().BeNull();
        thread.IsAlive.Should().BeFalse();
    }

    [Test]
    public void A_parked_C_body_has_the_name_CPUs_and_id_asked_for()
    {
        var cpu = CpuSet.OfCurrentThread().Last();
        // sem_wait on a zeroed sem_t sleeps until the matching sem_post: a C body that parks.
        var semaphore = (nint)NativeMemory.AllocZeroed(64);
        var before = NativeThread.Current;
        var thread = NativeThread.Start(new() { Name = "c-body", Cpus = CpuSet.Of(cpu) }, Function("sem_wait"), semaphore);
        var comm = File.ReadAllText($"/proc/self/task/{thread.Tid}/comm");
        var allowed = CpuSet.OfThread(thread.Tid);
        var alive = thread.IsAlive;
        var found = ThreadRegister.TryFindByTid(thread.Tid, out var registered);
        GC.Collect();
        ((delegate* unmanaged<nint, int>)Function("sem_post"))(semaphore).Should().Be(0);
        thread.Join();
        NativeMemory.Free((void*)semaphore);

        comm.Should().Be("c-body\n");
        allowed.Should().Equal(cpu);
        alive.Should().BeTrue();
        found.Should().BeTrue();
        registered!.ManagedThreadId.Should().BeNull();
        registered.StackBounds.Should().Be(thread.StackBounds);
        ThreadRegister.TryFindByTid(thread.Tid, out _).Should().BeFalse();
        NativeThread.Current.Name.Should().Be(before.Name);
    }

    [Test]
    public void An_UnmanagedCallersOnly_method_serves_as_a_C_body()
    {
        using var thread = NativeThread.Start(Plain, &Double, 21);
        thread.Join();

        thread.ReturnValue.Should().Be(42);
    }

    [Test]
    public void Collections_go_on_while_native_threads_are_parked_in_a_futex_wait()
    {
        var word = new int[1];
        var threads = Enumerable.Range(0, 16).Select(_ => NativeThread.Start(Plain, () => Park(word))).ToList();
        threads.ForEach(static t => Until.SleepsIn(t.Tid, SyscallNumbers.Futex));
        var before = GC.CollectionCount(2);
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        }

        GC.CollectionCount(2).Should().BeGreaterThanOrEqualTo(before + 3);
        Release(word);
        threads.ForEach(static t => t.Join());
    }

    [Test]
    public void A_dropped_thread_is_detached_and_leaves_no_task_and_no_entry()
    {
        var tid = StartAndDrop();
        Until.True(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !Directory.Exists($"/proc/self/task/{tid}");
            },
            "the dropped thread to end");

        ThreadRegister.TryFindByTid(tid, out _).Should().BeFalse();
    }

    [Test]
    public void A_stack_that_cannot_be_mapped_is_refused_with_its_size_and_the_causes()
    {
        var act = () => NativeThread.Start(new() { StackSize = new ByteSize(1L << 50) }, static () => { });

        act.Should().Throw<SyscallException>()
            .Where(e => e.Operation == "pthread_create" && e.Errno == Errno.EAGAIN)
            .WithMessage($"*{1L << 50} B of stack*gap of that size in the address space*");
    }

    [Test]
    public void The_snapshot_of_the_calling_thread_agrees_with_the_kernels_files()
    {
        var current = NativeThread.Current;

        StatusLine(current.Tid, "Cpus_allowed_list").Should().Be(current.Affinity.ToString());
        File.ReadAllText($"/proc/self/task/{current.Tid}/comm").TrimEnd('\n').Should().Be(current.Name);
        current.Affinity.Contains(current.Cpu).Should().BeTrue();
        var local = 0;
        current.StackBounds.Contains((nuint)(&local)).Should().BeTrue();
    }

    private static void Park(int[] word)
    {
        while (Volatile.Read(ref word[0]) == 0)
        {
            Futex.Wait(ref word[0], 0);
        }
    }

    private static void Release(int[] word)
    {
        Volatile.Write(ref word[0], 1);
        Futex.Wake(ref word[0], int.MaxValue);
    }

    private static void Fail() => throw new NotSupportedException("from the body");

    [UnmanagedCallersOnly]
    private static nint Double(nint value) => value * 2;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Tid StartAndDrop() => NativeThread.Start(Plain, static () => { }).Tid;

    private static nint Function(string name) => NativeLibrary.GetExport(NativeLibrary.Load("libpthread.so.0"), name);

    private static string StatusLine(Tid tid, string key) =>
        File.ReadLines($"/proc/self/task/{tid}/status").Single(line => line.StartsWith(key + ":", StringComparison.Ordinal))[(key.Length + 1)..].Trim();

    private static string PermissionsAt(nuint address)
    {
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            var fields = line.Split(' ');
            var range = fields[0].Split('-');
            if (address >= nuint.Parse(range[0], System.Globalization.NumberStyles.HexNumber) &&
                address < nuint.Parse(range[1], System.Globalization.NumberStyles.HexNumber))
            {
                return fields[1];
            }
        }

        return "unmapped";
    }
}
