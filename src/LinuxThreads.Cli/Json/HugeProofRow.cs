using LinuxThreads.Stacks;

namespace LinuxThreads.Cli.Json;

/// <summary>The proof of huge stacks in <see cref="StacksDocument"/>.</summary>
internal sealed record HugeProofRow(
    string Outcome, int Threads, long? StackSizeBytes, HugeSideRow? Eligible, HugeSideRow? Ineligible, long? FaultAllocs, long? FaultFallbacks)
{
    public static HugeProofRow Of(HugePageProof proof) => new(
        proof.Outcome.JsonName(), proof.Plan.Threads, proof.StackSize?.Bytes,
        HugeSideRow.Of(proof.Eligible), HugeSideRow.Of(proof.Ineligible), proof.FaultAllocs, proof.FaultFallbacks);
}

/// <summary>One lot of threads of <see cref="HugeProofRow"/>: what parking it took.</summary>
internal sealed record HugeSideRow(long RssBytes, double RssBytesPerThread, long HugeBytes, long? EligibleSpaceBytes)
{
    public static HugeSideRow? Of(HugePageSide? side) => side is null
        ? null
        : new HugeSideRow(side.Rss.Bytes, side.RssBytesPerThread, side.AnonHugePages.Bytes, side.EligibleSpace?.Bytes);
}
