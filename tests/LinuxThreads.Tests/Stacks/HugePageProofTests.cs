using System.Text;
using LinuxThreads.Stacks;
using LinuxThreads.Tests.Procfs;

namespace LinuxThreads.Tests.Stacks;

public sealed class HugePageProofTests
{
    private static readonly ByteSize Huge = new(2 << 20);

    [Test]
    public void A_huge_page_for_every_thread_and_none_beside_is_proof() =>
        Proof(Side(huge: 4), Side(huge: 0)).Outcome.Should().Be(HugePageOutcome.Proven);

    [Test]
    public void Fewer_huge_pages_than_threads_are_partly_given_and_none_is_none()
    {
        Proof(Side(huge: 3), Side(huge: 0)).Outcome.Should().Be(HugePageOutcome.PartlyGiven);
        Proof(Side(huge: 0), Side(huge: 0)).Outcome.Should().Be(HugePageOutcome.NoneGiven);
    }

    [Test]
    public void Stacks_that_did_not_become_eligible_were_refused_by_the_setting()
    {
        Proof(Side(huge: 0, eligible: 0), Side(huge: 0)).Outcome.Should().Be(HugePageOutcome.RefusedBySetting);
        Proof(null, null).Outcome.Should().Be(HugePageOutcome.RefusedBySetting);
    }

    [Test]
    public void A_huge_page_where_none_may_be_refutes_the_comparison() =>
        Proof(Side(huge: 4), Side(huge: 1)).Outcome.Should().Be(HugePageOutcome.ControlFailed);

    [Test]
    public void A_kernel_that_does_not_tell_of_eligibility_is_judged_by_what_it_made() =>
        Proof(Side(huge: 4, eligible: null), Side(huge: 0, eligible: null)).Outcome.Should().Be(HugePageOutcome.Proven);

    [Test]
    public void Where_the_machine_has_no_huge_pages_no_child_is_started()
    {
        using var tree = new TemporaryTree();

        var proof = HugePageProver.Prove(
            new HugePagePlan(), tree.Root, HugePageSettings.Of(null, null), (_, _) => throw new AssertionException("a child was started"), CancellationToken.None);

        (proof.Outcome, proof.StackSize).Should().Be((HugePageOutcome.RefusedBySetting, null));
    }

    [Test]
    public void Each_side_is_the_growth_of_its_own_child_and_the_counters_are_those_of_the_eligible_one()
    {
        using var tree = new TemporaryTree();
        tree.Write("proc/vmstat", "thp_fault_alloc 10\nthp_fault_fallback 5\n");
        var started = new List<(ByteSize Size, bool Eligible)>();
        var settings = new HugePageSettings("madvise", Huge, [new(Huge, "madvise")], 511, true);

        var proof = HugePageProver.Prove(
            new HugePagePlan { Threads = 2, HugePagesPerStack = 3 },
            tree.Root,
            settings,
            (size, eligible) =>
            {
                started.Add((size, eligible));
                return new FakeChild(tree, new Pid(eligible ? 20 : 10), eligible);
            },
            CancellationToken.None);

        started.Should().Equal((new ByteSize(6 << 20), false), (new ByteSize(6 << 20), true));
        proof.Ineligible.Should().Be(new HugePageSide(2, ByteSize.FromKibibytes(16), ByteSize.Zero, ByteSize.Zero));
        proof.Eligible.Should().Be(new HugePageSide(2, ByteSize.FromKibibytes(4096 + 16), ByteSize.FromKibibytes(4096), new ByteSize(12 << 20)));
        proof.Eligible!.RssBytesPerThread.Should().Be((2048 + 8) << 10);
        (proof.FaultAllocs, proof.FaultFallbacks).Should().Be((2, 0));
        proof.Outcome.Should().Be(HugePageOutcome.Proven);
    }

    [TestCase(1)]
    [TestCase(2)]
    [Category("Live")]
    public void Eligible_stacks_take_a_huge_page_each_where_the_kernel_gives_one_and_others_two_or_three_small_ones(int hugePages)
    {
        HugePageProof proof;
        try
        {
            proof = HugePageProver.Prove(new HugePagePlan { Threads = 8, HugePagesPerStack = hugePages });
        }
        catch (MeasurementAbortedException exception)
        {
            Assert.Ignore(exception.Message);
            return;
        }

        if (proof.Outcome != HugePageOutcome.Proven)
        {
            Assert.Ignore($"{proof.Outcome}: the setting is {proof.Settings.Mode}, {proof.FaultFallbacks} faults found no huge page.");
        }

        proof.Eligible!.RssBytesPerThread.Should().BeInRange(proof.Settings.PmdSize!.Value.Bytes, proof.Settings.PmdSize.Value.Bytes + (64 << 10));
        proof.Ineligible!.RssBytesPerThread.Should().BeInRange(4 << 10, 64 << 10);
        proof.Eligible.EligibleSpace!.Value.Bytes.Should().Be(8 * hugePages * proof.Settings.PmdSize.Value.Bytes);
        proof.FaultAllocs.Should().BeGreaterThanOrEqualTo(8);
    }

    [Test]
    public void A_kernel_whose_smaps_has_no_huge_pages_lacks_the_feature()
    {
        var act = () => HugePageReading.Parse(Encoding.ASCII.GetBytes(Entry(0x1000, 4, 4, null, null)), "smaps");

        act.Should().Throw<KernelFeatureMissingException>();
    }

    [Test]
    public void Plans_are_checked()
    {
        FluentActions.Invoking(static () => new HugePagePlan { Threads = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(static () => new HugePagePlan { HugePagesPerStack = 0 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Test]
    public void Every_outcome_has_its_own_spelling()
    {
        Enum.GetValues<HugePageOutcome>().Select(static outcome => outcome.JsonName()).Should().OnlyHaveUniqueItems();
        FluentActions.Invoking(static () => ((HugePageOutcome)99).JsonName()).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static HugePageProof Proof(HugePageSide? eligible, HugePageSide? ineligible) => new()
    {
        Plan = new HugePagePlan { Threads = 4 },
        Settings = new HugePageSettings("madvise", Huge, [], 511, true),
        Eligible = eligible,
        Ineligible = ineligible,
    };

    private static HugePageSide Side(int huge, long? eligible = 16 << 20) =>
        new(4, new ByteSize(9 << 20), new ByteSize(huge * Huge.Bytes), eligible is { } bytes ? new ByteSize(bytes) : null);

    private static string Entry(ulong start, long sizeKb, long rssKb, long? hugeKb, int? eligible) =>
        $"{start:x8}-{start + ((ulong)sizeKb << 10):x8} rw-p 00000000 00:00 0 \n"
        + $"Size: {sizeKb,18} kB\nRss: {rssKb,19} kB\nPss: {rssKb,19} kB\nShared_Clean: {0,10} kB\nShared_Dirty: {0,10} kB\nPrivate_Clean: {0,9} kB\nPrivate_Dirty: {rssKb,9} kB\n"
        + (hugeKb is { } huge ? $"AnonHugePages: {huge,9} kB\n" : "")
        + (eligible is { } told ? $"THPeligible: {told,11}\n" : "");

    /// <summary>A process in a tree of files, whose smaps grows when it parks.</summary>
    private sealed class FakeChild : IStackChild
    {
        private readonly TemporaryTree _tree;
        private readonly bool _eligible;

        public FakeChild(TemporaryTree tree, Pid pid, bool eligible)
        {
            (_tree, Pid, _eligible) = (tree, pid, eligible);
            tree.Write($"proc/{pid}/smaps", Entry(0x10000, 64, 100, 0, 0));
        }

        public Pid Pid { get; }

        public void Park(int threads)
        {
            _tree.Write($"proc/{Pid}/smaps", Entry(0x10000, 64, 100, 0, 0) + (_eligible
                ? Entry(0x40000000, threads * 6144, (threads * 2048) + 16, threads * 2048, 1)
                : Entry(0x40000000, threads * 6144, threads * 8, 0, 0)));
            if (_eligible)
            {
                _tree.Write("proc/vmstat", "thp_fault_alloc 12\nthp_fault_fallback 5\n");
            }
        }

        public void Dispose()
        {
        }
    }
}
