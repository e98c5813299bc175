using LinuxThreads.Creation;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Json;

/// <summary>Turns measured creations into their JSON rows.</summary>
internal static class CreateRows
{
    public static CreateRow Of(CreationResult result) => new(
        result.Plan.Kind.JsonName(),
        result.StackSize?.Bytes,
        result.Plan.Creators,
        result.Plan.Cache?.JsonName(),
        result.Cpus,
        new CreatePlanRow(result.Plan.Repetitions, result.Plan.Count, result.Plan.WarmUp, result.Plan.ExtraRepetitions, result.Plan.Unpinned),
        result.Creations,
        Of(result.Returned),
        Of(result.FirstInstruction),
        Of(result.Joined),
        result.Steps is { } steps ? [.. steps.Select(Of)] : null,
        result.Split is { } split ? Of(split) : null,
        Evidence(result),
        result.Verdict.JsonName(),
        PingPongRows.Of(result.Caveats));

    private static DistributionRow Of(CreationTime time)
    {
        var (all, interval) = time;
        return new DistributionRow(
            all.Median.Value, all.P25.Value, all.P75.Value, all.P90.Value, all.P99.Value, all.P999.Value, all.Max.Value, all.Min.Value, interval?.Low, interval?.High);
    }

    private static StepRow Of(CreationStepTime step)
    {
        var (all, interval) = step.Time;
        return new StepRow(
            step.Step.JsonName(), all.Median.Value, all.P25.Value, all.P75.Value, all.P90.Value, all.P99.Value, all.P999.Value, all.Max.Value, all.Min.Value,
            interval?.Low, interval?.High);
    }

    private static SplitRow Of(CreationSplit split) => new(
        split.StackMappingNs, split.GuardNs, split.CloneNs, split.RestNs, split.RestInterval?.Low, split.RestInterval?.High, split.FirstTouchNs, split.PthreadCreateNs,
        split.ClockReadNs);

    private static CreateEvidenceRow Evidence(CreationResult result)
    {
        var evidence = result.Evidence;
        return new CreateEvidenceRow(
            evidence.NominalSwitches, evidence.CountedSwitches, evidence.Voluntary, evidence.Involuntary, evidence.Migrations,
            evidence.RunDelay?.Value, evidence.CpuTime?.Value, evidence.WallTime.Value, evidence.CpusSeen,
            result.NominalCreations, result.CountedCreations, result.MinorFaults, result.NewStacksPerCreation);
    }
}
