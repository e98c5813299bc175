using LinuxThreads.Workers;

namespace LinuxThreads.Footprint;

/// <summary>The role of a .NET worker that parks units of one kind to be weighed.</summary>
internal static class ManagedUnits
{
    /// <summary>The argument that asks a worker for it.</summary>
    public static string RoleOf(FootprintKind kind) => $"parked-{kind.JsonName()}";

    /// <summary>The role itself, in the worker.</summary>
    public static ParkingRole NewRole(FootprintKind kind) => new((stack, touch) => Park(kind, stack, touch), weighed: true);

    private static IManagedUnits Park(FootprintKind kind, ByteSize? stack, ByteSize touch) => kind switch
    {
        FootprintKind.DotnetThread => new ParkedDotnetThreads(stack, touch, recordsStacks: true),
        FootprintKind.AsyncMethod => new ParkedAsyncMethods(),
        FootprintKind.PoolWorkItem => new ParkedWorkItems(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind that .NET parks."),
    };
}
