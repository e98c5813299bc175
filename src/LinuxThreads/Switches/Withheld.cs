namespace LinuxThreads.Switches;

/// <summary>Collects what a pass over the threads could not have: one entry a field, with the first reason met.</summary>
internal sealed class Withheld
{
    public const string Migrations = "migrations";
    public const string CpuTime = "cpu_ns";
    public const string RunDelay = "run_delay_ns";
    public const string Timeslices = "timeslices";

    public static readonly string[] Counts = ["switches", "voluntary", "involuntary"];

    private readonly Dictionary<string, Unavailable> _entries = [];

    public IReadOnlyList<Unavailable> Entries => [.. _entries.Values];

    public void Add(Unavailable missing) => _entries.TryAdd(missing.Field, missing);

    public void Add(string field, string reason, string? fix) => Add(new Unavailable(field, reason, fix));

    public void Add(string field, LinuxThreadsException refusal) => Add(field, refusal.Message, (refusal as SyscallException)?.Advice);
}
