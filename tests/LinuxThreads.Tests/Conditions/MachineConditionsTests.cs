using System.Collections;
using System.Reflection;
using System.Text.Json;
using LinuxThreads.Conditions;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Conditions;

public sealed class MachineConditionsTests
{
    /// <summary>Properties that are null for a known reason, as their summaries say.</summary>
    private static readonly string[] NullWithoutEntry =
    [
        "kernel.sched_ext_state", "kernel.sched_ext_scheduler", "kernel.rt_runtime_us", "kernel.yama_ptrace_scope",
        "cpu.hypervisor_name", "cgroup.rt_runtime_us", "process.stack_limit_bytes", "now.futex_hash_slots",
    ];

    [Test]
    public void An_empty_tree_has_no_fact_and_a_reason_for_each()
    {
        using var tree = new SyntheticTree();

        var conditions = MachineConditions.Read(tree.Root);

        var facts = Facts(conditions).ToList();
        facts.Should().OnlyContain(fact => IsUnknown(fact.Value), "nothing can be known of an empty tree");
        var entries = Entries(conditions).Select(entry => entry.Field).ToList();
        entries.Should().Contain(facts.Select(fact => fact.Name).Except([.. NullWithoutEntry, "process.container_hints"]));
        entries.Should().OnlyHaveUniqueItems();
        Entries(conditions).Should().OnlyContain(entry => entry.Reason.Length > 10);
    }

    [Test]
    [Category("Live")]
    public void Here_every_fact_is_known_or_has_its_reason()
    {
        var conditions = MachineConditions.Read(ProcRoot.System);

        var entries = Entries(conditions).Select(entry => entry.Field).ToList();
        var unexplained = Facts(conditions)
            .Where(fact => fact.Value is null && !entries.Contains(fact.Name))
            .Select(fact => fact.Name);
        unexplained.Should().BeSubsetOf(NullWithoutEntry);
        entries.Should().OnlyHaveUniqueItems();
    }

    [Test]
    [Category("Live")]
    public void No_fact_here_is_both_known_and_unavailable()
    {
        var conditions = MachineConditions.Read(ProcRoot.System);

        var known = Facts(conditions).Where(fact => !IsUnknown(fact.Value)).Select(fact => fact.Name);
        Entries(conditions).Select(entry => entry.Field).Should().NotIntersectWith(known);
    }

    [Test]
    public void Entries_name_fields_of_the_report()
    {
        using var tree = new SyntheticTree();
        var conditions = MachineConditions.Read(tree.Root);

        var names = Facts(conditions).Select(fact => fact.Name);

        Entries(conditions).Select(entry => entry.Field).Should().BeSubsetOf(names);
    }

    [Test]
    public void Refreshing_reads_only_what_changes_from_moment_to_moment()
    {
        using var tree = new SyntheticTree()
            .With("proc/sys/kernel/osrelease", "6.1.0-test")
            .With("proc/loadavg", "0.50 0.18 0.12 1/80 11206");
        var first = MachineConditions.Read(tree.Root);
        tree.With("proc/loadavg", "7.25 0.18 0.12 9/81 11206").With("proc/sys/kernel/osrelease", "6.2.0-test");

        var second = first.Refresh(tree.Root);

        second.Kernel.Should().BeSameAs(first.Kernel);
        second.Unavailable.Should().BeSameAs(first.Unavailable);
        (first.Now.LoadAverage1m, second.Now.LoadAverage1m).Should().Be((0.5, 7.25));
        (second.Now.RunnableTasks, second.Now.TotalTasks).Should().Be((9, 81));
    }

    [Test]
    [Category("Live")]
    public void The_record_travels_through_plain_JSON()
    {
        var conditions = MachineConditions.Read(ProcRoot.System);
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

        var text = JsonSerializer.Serialize(conditions, options);
        var back = JsonSerializer.Deserialize<MachineConditions>(text, options);

        back.Should().BeEquivalentTo(conditions);
        JsonDocument.Parse(text).RootElement.GetProperty("kernel").GetProperty("release").GetString().Should().Be(conditions.Kernel.Release);
    }

    private static IEnumerable<Unavailable> Entries(MachineConditions conditions) =>
        conditions.Unavailable.Concat(conditions.Now.Unavailable);

    private static bool IsUnknown(object? value) => value is null or ICollection { Count: 0 };

    private static IEnumerable<(string Name, object? Value)> Facts(MachineConditions conditions) =>
        from part in typeof(MachineConditions).GetProperties()
        where part.Name != nameof(MachineConditions.Unavailable)
        from fact in part.PropertyType.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where fact.Name != nameof(MachineConditions.Unavailable)
        select ($"{Snake(part.Name)}.{Snake(fact.Name)}", fact.GetValue(part.GetValue(conditions)));

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
