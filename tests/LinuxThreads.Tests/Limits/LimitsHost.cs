using LinuxThreads.Headroom;
using LinuxThreads.Interop;
using LinuxThreads.Limits;

namespace LinuxThreads.Tests.Limits;

/// <summary>The test assembly as a program: what must run in a process of its own, with limits and namespaces of its own.</summary>
internal static class LimitsHost
{
    public static int Main(string[] args)
    {
        switch (args)
        {
            case ["prover", var stackBytes, var seconds]:
                return ProverHost.Run(stackBytes, seconds);
            case ["prove", var max]:
                Print(LimitProver.Prove(new ProvePlan { Max = long.Parse(max) }));
                return 0;
            case ["hold", var threads]:
                Hold(int.Parse(threads));
                return 0;
            case ["refuse"]:
                Refuse();
                return 0;
            default:
                return 2;
        }
    }

    private static void Print(ProveResult result) =>
        Console.WriteLine($"{result.Predicted} {result.ThreadsCreated} {result.EndedBy} {result.Errno} {result.Before.Binding?.Name} {result.Limit?.Name}");

    // Has a child with threads, until it is killed itself.
    private static void Hold(int threads)
    {
        using var child = ProverProcess.Start(ThreadKind.Pthread, null, null, TimeSpan.FromMinutes(1), CancellationToken.None);
        _ = child.Grow(threads);
        Console.WriteLine($"{child.Pid} {child.Created}");
        Console.ReadLine();
    }

    // Starts .NET threads until the runtime refuses one, and says what it was told then.
    private static void Refuse()
    {
        var grower = new ManagedGrower(null);
        while (grower.TryStart() is null)
        {
        }

        Console.WriteLine(ThreadLimits.ExplainRefusal(ThreadKind.DotnetThread).Sentence);
        Libc.Syscall(Environment.Is64BitProcess && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64 ? 231 : 94, 0, 0, 0);
    }
}
