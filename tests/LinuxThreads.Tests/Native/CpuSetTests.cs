using LinuxThreads.Native;

namespace LinuxThreads.Tests.Native;

public sealed class CpuSetTests
{
    [TestCase("", new int[0])]
    [TestCase("0", new[] { 0 })]
    [TestCase("0-3,8", new[] { 0, 1, 2, 3, 8 })]
    [TestCase("0-3,8\n", new[] { 0, 1, 2, 3, 8 })]
    [TestCase("7,63-65,1023-1025,2048", new[] { 7, 63, 64, 65, 1023, 1024, 1025, 2048 })]
    [TestCase("65535", new[] { 65535 })]
    public void A_list_in_the_kernels_format_is_read_and_written_back(string text, int[] cpus)
    {
        var set = CpuSet.Parse(text);

        set.Should().Equal(cpus);
        set.Count.Should().Be(cpus.Length);
        set.ToString().Should().Be(text.TrimEnd('\n'));
        set.Should().BeEquivalentTo(CpuSet.Of(cpus));
        set.Equals(CpuSet.Of(cpus)).Should().BeTrue();
    }

    [TestCase("3-1")]
    [TestCase("a")]
    [TestCase("1,")]
    [TestCase(",1")]
    [TestCase("1-")]
    [TestCase("-1")]
    [TestCase("1-2-3")]
    [TestCase("+1")]
    [TestCase(" 1")]
    [TestCase("1\n\n")]
    [TestCase("\n\n")]
    [TestCase("0-31:2/4")]
    [TestCase("65536")]
    [TestCase("0-4294967295")]
    public void Anything_else_is_refused_with_the_text_and_the_format(string text)
    {
        var act = () => CpuSet.Parse(text);

        act.Should().Throw<FormatException>().WithMessage($"*'{text}'*0-3,8*");
        CpuSet.TryParse(text, out var set).Should().BeFalse();
        set.Should().BeEmpty();
    }

    [Test]
    public void Overlapping_and_unordered_lists_name_the_same_set()
    {
        var set = CpuSet.Parse("8,0-2,1-3,8");

        set.ToString().Should().Be("0-3,8");
        (set == CpuSet.Of(8, 3, 2, 1, 0, 0)).Should().BeTrue();
        (set != CpuSet.Of(8)).Should().BeTrue();
        set.GetHashCode().Should().Be(CpuSet.Of(8, 3, 2, 1, 0).GetHashCode());
    }

    [Test]
    public void Contains_is_false_for_any_number_outside()
    {
        var set = CpuSet.Parse("3");

        new[] { int.MinValue, -1, 2, 4, 11, 1 << 20 }.Should().NotContain(cpu => set.Contains(cpu));
        set.Contains(3).Should().BeTrue();
    }

    [TestCase(-1)]
    [TestCase(65_536)]
    public void Numbers_out_of_range_are_refused(int cpu) =>
        FluentActions.Invoking(() => CpuSet.Of(cpu)).Should().Throw<ArgumentOutOfRangeException>();

    [Test]
    [Category("Live")]
    public void The_calling_threads_set_is_what_its_status_file_says()
    {
        var line = File.ReadLines("/proc/thread-self/status").Single(static l => l.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal));

        CpuSet.OfCurrentThread().Should().Equal(CpuSet.Parse(line["Cpus_allowed_list:".Length..].Trim()));
    }

    [Test]
    [Category("Live")]
    public void Applying_a_set_answers_what_the_kernel_made_of_it()
    {
        using var thread = NativeThread.Start(NativeThreadOptions.Default, static () =>
        {
            var all = CpuSet.OfCurrentThread();
            var one = CpuSet.Of(all.Last());

            one.ApplyToCurrentThread().Should().Equal(one);
            NativeThread.CurrentCpu.Should().Be(one.Single());
            CpuSet.OfThread(NativeThread.CurrentTid).Should().Equal(one);
            // CPU 60000 is nowhere; the kernel drops it without a word.
            CpuSet.Of([.. all, 60_000]).ApplyTo(NativeThread.CurrentTid).Should().Equal(all);
        });
        thread.Join();
    }

    [Test]
    [Category("Live")]
    public void A_set_without_a_usable_CPU_is_refused_with_those_that_are()
    {
        var allowed = CpuSet.OfCurrentThread();
        var online = File.ReadAllText("/sys/devices/system/cpu/online").Trim();

        FluentActions.Invoking(() => CpuSet.Parse("60000-60003").ApplyToCurrentThread()).Should().Throw<SyscallException>()
            .WithMessage($"sched_setaffinity failed on the calling thread with CPUs 60000-60003: EINVAL*CPUs {allowed}; CPUs online: {online}.*");
        FluentActions.Invoking(() => CpuSet.Empty.ApplyToCurrentThread()).Should().Throw<SyscallException>().WithMessage("*no CPU at all*");
    }

    [Test]
    [Category("Live")]
    public void A_thread_that_is_gone_is_ESRCH_and_id_0_is_not_the_calling_thread()
    {
        FluentActions.Invoking(() => CpuSet.OfThread(new Tid(int.MaxValue))).Should().Throw<SyscallException>().Where(e => e.Errno == Errno.ESRCH);
        FluentActions.Invoking(() => CpuSet.OfThread(default)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => CpuSet.Of(0).ApplyTo(default)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
