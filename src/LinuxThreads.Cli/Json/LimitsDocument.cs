namespace LinuxThreads.Cli.Json;

/// <summary>The JSON of <c>limits</c>: <c>linuxthreads/limits/1</c>.</summary>
internal sealed record LimitsDocument(
    string Schema,
    int Pid,
    string Kind,
    IReadOnlyList<LimitRow> Limits,
    BindingRow? Binding,
    ProveRow? Prove,
    NeedRow? Need,
    CpuBudgetRow CpuBudget,
    IReadOnlyList<Unavailable> Unavailable);

/// <summary>One limit; <c>errno</c> is what <c>pthread_create</c> would answer, null if the OOM killer answers instead.</summary>
internal sealed record LimitRow(
    string Name,
    string Scope,
    string Path,
    string? Unit,
    ulong? Limit,
    long? Current,
    double? PerThread,
    long? ThreadsUntilHit,
    string? Errno,
    bool? Enforced,
    string? Why,
    bool Readable,
    string? HowToRaise);

/// <summary>The limit that is hit first.</summary>
internal sealed record BindingRow(string Name, string Scope, long? ThreadsUntilHit);

/// <summary>What really happened when threads were made until one was refused.</summary>
internal sealed record ProveRow(
    string Kind, long ThreadsCreated, string? Errno, string EndedBy, string? Limit, string? LimitScope, long? Predicted, IReadOnlyList<string> Evidence);

/// <summary>Whether so many more threads can be had, and what is in the way.</summary>
internal sealed record NeedRow(long Threads, bool Ok, IReadOnlyList<LimitRow> InTheWay);

/// <summary>How many CPUs the threads have to share.</summary>
internal sealed record CpuBudgetRow(
    string Online,
    string? Allowed,
    string? Cpuset,
    double? QuotaCpus,
    string? QuotaPath,
    int? Cores,
    int? DotnetProcessorCount,
    string? DotnetProcessorCountVariable,
    double EffectiveCpus,
    string Sentence);
