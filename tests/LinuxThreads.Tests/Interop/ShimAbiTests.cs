using System.Reflection;
using System.Runtime.CompilerServices;
using LinuxThreads.Interop;

namespace LinuxThreads.Tests.Interop;

/// <summary>Every crossing struct and constant of C#, against what the loaded shim was compiled with, and the other way round.</summary>
[Category("Live")]
public sealed class ShimAbiTests
{
    private static readonly Type[] CrossingStructs =
    [
        .. typeof(Shim).Assembly.GetTypes().Where(static type => type.IsValueType && type.Namespace == typeof(Shim).Namespace
            && type.Name.StartsWith("Shim", StringComparison.Ordinal) && type.GetCustomAttribute<InlineArrayAttribute>() is null),
    ];

    private static readonly FieldInfo[] Constants = typeof(ShimConstants).GetFields();

    [Test]
    public void Every_struct_has_the_size_that_C_gives_it() =>
        CrossingStructs.ToDictionary(static type => Spelled(type.Name), static type => (long)StructLayout.Of(type).Size)
            .Should().BeEquivalentTo(Sizes());

    [Test]
    public void Every_member_lies_where_C_puts_it() =>
        CrossingStructs.SelectMany(static type => StructLayout.Of(type).Members
                .Select(member => (Key: $"{Spelled(type.Name)}.{Spelled(member.Key)}", Offset: (long)member.Value.Offset)))
            .ToDictionary(static member => member.Key, static member => member.Offset)
            .Should().BeEquivalentTo(Offsets());

    [Test]
    public void Every_member_reaches_to_the_next_so_that_none_is_shorter_than_in_C()
    {
        foreach (var type in CrossingStructs)
        {
            var (size, members) = StructLayout.Of(type);
            var ends = members.Values.OrderBy(static member => member.Offset).Select(static member => member.Offset + member.Length);
            ends.Should().Equal([.. members.Values.Select(static member => member.Offset).Order().Skip(1), size], type.Name);
        }
    }

    [Test]
    public void Every_constant_has_the_value_that_C_gives_it() =>
        Constants.ToDictionary(static field => "lt" + Spelled(field.Name), static field => Convert.ToInt64(field.GetRawConstantValue(), null))
            .Should().BeEquivalentTo(ShimFacts.Read().Where(static fact => fact.Key.StartsWith("LT_", StringComparison.Ordinal))
                .ToDictionary(static fact => Spelled(fact.Key), static fact => fact.Value));

    [Test]
    public void Numbers_of_the_kernel_and_the_C_library_are_those_the_shim_was_compiled_with()
    {
        var facts = ShimFacts.Read().ToDictionary(static fact => Spelled(fact.Key), static fact => fact.Value);
        var here = typeof(LinuxConstants).GetFields()
            .Select(static field => (Name: Spelled(field.Name), Value: Convert.ToInt64(field.GetRawConstantValue(), null)))
            .Concat(typeof(SyscallNumbers).GetProperties()
                .Select(static property => (Name: "sys" + Spelled(property.Name), Value: (long)(nint)property.GetValue(null)!)))
            .Where(number => facts.ContainsKey(number.Name))
            .ToArray();

        here.Should().HaveCountGreaterThan(10).And.OnlyContain(number => facts[number.Name] == number.Value || facts[number.Name] == unchecked((uint)number.Value));
    }

    [Test]
    public void The_shim_that_was_built_with_this_library_is_of_its_version()
    {
        ShimFacts.RequireShim();
        Shim.AbiVersion().Should().Be(ShimConstants.AbiVersion);
    }

    private static Dictionary<string, long> Sizes() => ShimFacts.Read()
        .Where(static fact => fact.Key.StartsWith("sizeof(struct lt_", StringComparison.Ordinal))
        .ToDictionary(static fact => Spelled(fact.Key["sizeof(struct lt_".Length..^1]), static fact => fact.Value);

    private static Dictionary<string, long> Offsets() => ShimFacts.Read()
        .Where(static fact => fact.Key.StartsWith("offsetof(struct lt_", StringComparison.Ordinal))
        .ToDictionary(
            static fact =>
            {
                var names = fact.Key["offsetof(struct lt_".Length..^1].Split(", ");
                return $"{Spelled(names[0])}.{Spelled(names[1])}";
            },
            static fact => fact.Value);

    /// <summary>One spelling for both languages: <c>ShimPairPlan</c> and <c>pair_plan</c> are <c>pairplan</c>.</summary>
    private static string Spelled(string name) =>
        (name.StartsWith("Shim", StringComparison.Ordinal) ? name[4..] : name).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
