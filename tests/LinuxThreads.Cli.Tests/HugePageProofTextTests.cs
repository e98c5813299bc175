using LinuxThreads.Cli.Output;
using LinuxThreads.Stacks;

namespace LinuxThreads.Cli.Tests;

public sealed class HugePageProofTextTests
{
    private static readonly ByteSize Huge = new(2 << 20);

    [Test]
    public void What_both_lots_took_stands_side_by_side_with_the_outcome() =>
        HugePageProofText.Of(Proof(huge: 16)).Should().Equal(
            "Proof: 16 native threads on stacks of 4.0 MiB, aligned and advised to become huge, took 2,048.0 KiB of memory each (32.0 MiB in huge pages); "
            + "as many on stacks of that size advised not to, 8.0 KiB (0 B in huge pages). By smaps of a fresh process each. [proven]");

    [Test]
    public void Faults_that_found_no_huge_page_explain_why_there_is_none() =>
        HugePageProofText.Of(Proof(huge: 0)).Last().Should().Contain("3 got one, 13 found none");

    [Test]
    public void A_setting_that_refuses_is_named() =>
        HugePageProofText.Of(Proof(huge: 0, eligible: 0, mode: "never")).Last().Should().Be("No stack became eligible: the setting is never.");

    [Test]
    public void Where_nothing_was_made_that_is_said() =>
        HugePageProofText.Of(Proof(huge: 0) with { Eligible = null }).Should().ContainSingle().Which.Should().Contain("nothing was made");

    private static HugePageProof Proof(int huge, long eligible = 64 << 20, string mode = "madvise") => new()
    {
        Plan = new HugePagePlan { Threads = 16 },
        Settings = new HugePageSettings(mode, Huge, [new(Huge, mode)], 511, true),
        StackSize = new ByteSize(2 * Huge.Bytes),
        Eligible = new HugePageSide(16, new ByteSize(huge * Huge.Bytes), new ByteSize(huge * Huge.Bytes), new ByteSize(eligible)),
        Ineligible = new HugePageSide(16, ByteSize.FromKibibytes(128), ByteSize.Zero, ByteSize.Zero),
        FaultAllocs = 3,
        FaultFallbacks = 13,
    };
}
