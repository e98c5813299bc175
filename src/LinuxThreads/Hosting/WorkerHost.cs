using LinuxThreads.Footprint;
using LinuxThreads.Limits;
using LinuxThreads.PingPong;
using LinuxThreads.Workers;

namespace LinuxThreads.Hosting;

/// <summary>The child's side of measurements that need a .NET process of their own.</summary>
/// <remarks>
/// A program that wants them starts itself, by a <see cref="WorkerCommand"/>, with an argument of its own choice, and calls this with the
/// arguments that were added after it. Nothing of the child is left when its standard input ends.
/// </remarks>
public static class WorkerHost
{
    private static readonly Dictionary<string, Func<IWorkerRole>> Roles = new()
    {
        [WorkerGrower.DotnetThreadsRole] = WorkerGrower.NewDotnetThreadsRole,
        [ManagedUnits.RoleOf(FootprintKind.DotnetThread)] = static () => ManagedUnits.NewRole(FootprintKind.DotnetThread),
        [ManagedUnits.RoleOf(FootprintKind.AsyncMethod)] = static () => ManagedUnits.NewRole(FootprintKind.AsyncMethod),
        [ManagedUnits.RoleOf(FootprintKind.PoolWorkItem)] = static () => ManagedUnits.NewRole(FootprintKind.PoolWorkItem),
        [ManagedPairRole.Name] = static () => new ManagedPairRole(),
    };

    /// <summary>Serves the parent until standard input ends; the exit code for the program.</summary>
    /// <param name="arguments">The arguments added to the command's own: a role, seconds, bytes.</param>
    /// <exception cref="ArgumentException">They are not what this version of the library adds.</exception>
    /// <exception cref="FormatException">One of them is not the number it should be.</exception>
    /// <exception cref="SyscallException">The kernel would not give a page of shared memory.</exception>
    public static int Run(params IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments is not [var name, var seconds, var resultBytes])
        {
            throw new ArgumentException(
                $"A worker is started with a role, seconds and bytes; these are '{string.Join(' ', arguments)}'.", nameof(arguments));
        }

        using var role = Roles.TryGetValue(name, out var make)
            ? make()
            : throw new ArgumentException($"'{name}' is no role of a worker. Parent and child must use the same version of the library.", nameof(arguments));
        return ManagedWorker.Run(seconds, resultBytes, role);
    }
}
