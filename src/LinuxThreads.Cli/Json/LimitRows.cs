using LinuxThreads.Headroom;
using LinuxThreads.Limits;

namespace LinuxThreads.Cli.Json;

/// <summary>Turns limits into their JSON rows.</summary>
internal static class LimitRows
{
    public static LimitsDocument Document(
        LimitInspection inspection, ProveResult? proof, long? need, IReadOnlyList<LimitCheck> inTheWay, CpuBudget budget) => new(
            "linuxthreads/limits/1",
            inspection.Pid.Value,
            inspection.Cost.Kind.JsonName(),
            [.. inspection.Checks.Select(Of)],
            inspection.Binding is { } binding ? new BindingRow(binding.Name.JsonName(), binding.Scope, binding.ThreadsUntilHit) : null,
            proof is null ? null : Of(proof),
            need is { } threads ? new NeedRow(threads, inTheWay.Count == 0, [.. inTheWay.Select(Of)]) : null,
            Of(budget),
            [.. inspection.Cost.Unavailable, .. budget.Unavailable]);

    public static LimitRow Of(LimitCheck check) => new(
        check.Name.JsonName(),
        check.Scope,
        check.Path,
        check.Unit,
        check.Limit is { IsUnlimited: false } limit ? limit.Value : null,
        check.Current,
        check.PerThread,
        check.ThreadsUntilHit,
        check.Errno?.Name,
        check.Enforced,
        check.Why,
        check.Readable,
        check.HowToRaise);

    private static ProveRow Of(ProveResult proof) => new(
        proof.Plan.Kind.JsonName(), proof.ThreadsCreated, proof.Errno?.Name, proof.EndedBy.JsonName(), proof.Limit?.Name.JsonName(), proof.Limit?.Scope,
        proof.Predicted, proof.Evidence);

    public static CpuBudgetRow Of(CpuBudget budget) => new(
        budget.Online.ToString(), budget.Allowed?.ToString(), budget.Cpuset?.ToString(), budget.TightestQuota?.Cpus, budget.TightestQuota?.Path,
        budget.Cores, budget.DotnetProcessorCount, budget.DotnetProcessorCountVariable, budget.EffectiveCpus, budget.Sentence);
}
