using LinuxThreads.Stacks;

namespace LinuxThreads.Cli.Output;

/// <summary>What came of a proof of huge stacks, in sentences.</summary>
internal static class HugePageProofText
{
    public static IEnumerable<string> Of(HugePageProof proof)
    {
        if (proof is not { Eligible: { } eligible, Ineligible: { } ineligible, StackSize: { } size })
        {
            yield return "Proof: this kernel has no transparent huge pages, or hides their settings: nothing was made.";
            yield break;
        }

        yield return $"Proof: {eligible.Threads} native threads on stacks of {Quantity.Bytes(size)}, aligned and advised to become huge, took {Kibibytes(eligible.RssBytesPerThread)} "
            + $"of memory each ({Quantity.Bytes(eligible.AnonHugePages)} in huge pages); as many on stacks of that size advised not to, {Kibibytes(ineligible.RssBytesPerThread)} "
            + $"({Quantity.Bytes(ineligible.AnonHugePages)} in huge pages). By smaps of a fresh process each. [{proof.Outcome.JsonName()}]";
        if (Explanation(proof) is { } explanation)
        {
            yield return explanation;
        }
    }

    private static string? Explanation(HugePageProof proof) => proof.Outcome switch
    {
        HugePageOutcome.RefusedBySetting => $"No stack became eligible: the setting is {proof.Settings.Mode}"
            + $"{(proof.Settings.ProcessEnabled == false ? ", and the process has huge pages switched off" : "")}.",
        HugePageOutcome.NoneGiven or HugePageOutcome.PartlyGiven => $"The machine's faults that wanted a huge page meanwhile: {Known(proof.FaultAllocs)} got one, "
            + $"{Known(proof.FaultFallbacks)} found none (memory is fragmented, or a limit is near).",
        HugePageOutcome.ControlFailed => "Stacks that may not become huge did: the two lots cannot be compared.",
        _ => null,
    };

    private static string Known(long? count) => count is { } known ? $"{known:N0}" : Quantity.Unknown;

    private static string Kibibytes(double bytes) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / 1024:N1} KiB");
}
