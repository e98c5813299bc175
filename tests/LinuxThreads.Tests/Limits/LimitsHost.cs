using System.Runtime.InteropServices;
using LinuxThreads.Footprint;
using LinuxThreads.Headroom;
using LinuxThreads.Hosting;
using LinuxThreads.Interop;
using LinuxThreads.Limits;
using LinuxThreads.Native;
using LinuxThreads.Scale;
using LinuxThreads.Tests.Scale;
using LinuxThreads.Workers;

namespace LinuxThreads.Tests.Limits;

/// <summary>The test assembly as a program: what must run in a process of its own, with limits and namespaces of its own.</summary>
internal static class LimitsHost
{
    private static readonly nint ExitGroup = RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64 ? 231 : 94;

    public static int Main(string[] args)
    {
        switch (args)
        {
            case ["worker", .. var arguments]:
                return WorkerHost.Run(arguments);
            case ["prove", var max]:
                Print(LimitProver.Prove(new ProvePlan { Max = long.Parse(max) }));
                return 0;
            case ["hold", var threads]:
                Hold(int.Parse(threads));
                return 0;
            case ["raise", var name, var value]:
                Raise(name, long.Parse(value));
                return 0;
            case ["scale", var threads]:
                Scale(int.Parse(threads));
                return 0;
            case ["footprint"]:
                Footprint();
                return 0;
            case ["hold-pool", var items]:
                HoldPool(int.Parse(items));
                return 0;
            case ["refuse"]:
                Console.WriteLine(Refuse());
                return Leave();
            case ["refuse-native"]:
                Console.WriteLine(RefuseNative(null));
                return Leave();
            case ["refuse-named"]:
                Console.WriteLine(RefuseNative("worker"));
                return Leave();
            default:
                return 2;
        }
    }

    private static void Print(ProveResult result) =>
        Console.WriteLine($"{result.Predicted} {result.ThreadsCreated} {result.EndedBy} {result.Errno} {result.Before.Binding?.Name} {result.Limit?.Name}");

    // Has a child with threads, until it is killed itself.
    private static void Hold(int threads)
    {
        using var child = WorkerGrower.Start(ThreadKind.Pthread, null, null, TimeSpan.FromMinutes(1), CancellationToken.None);
        _ = child.Grow(threads);
        Console.WriteLine($"{child.Pid} {child.Created}");
        Console.ReadLine();
    }

    // Holds a setting raised until it is killed itself.
    private static void Raise(string name, long value)
    {
        using var guard = new SysctlGuard();
        var (was, _) = guard.Lock(name);
        Console.WriteLine($"{guard.Pid} {guard.Raise(name, was, value).Value}");
        Console.ReadLine();
    }

    // Has threads hand a token round until it is killed itself.
    private static void Scale(int threads)
    {
        var told = false;
        _ = ScaleMeter.Measure(
            new ScalePlan { Threads = threads, Laps = 1_000_000, RandomOrderUpTo = 0 },
            new Reporter(progress =>
            {
                if (progress is { Phase: ScalePhase.Parking, Done: > 0 } && !told)
                {
                    told = true;
                    Console.WriteLine("under way");
                }
            }));
    }

    // Weighs threads again and again until it is killed itself.
    private static void Footprint()
    {
        while (true)
        {
            _ = FootprintMeter.Measure(new FootprintPlan());
        }
    }

    private static void HoldPool(int items)
    {
        var parked = new ParkedWorkItems();
        parked.Grow(items, static _ => { });
        var (ran, count) = (parked.Ran, parked.Count);
        parked.Dispose();
        Console.WriteLine($"{ran} of {count}, then {parked.Ran}");
    }

    // Starts .NET threads until the runtime refuses one, and says what it was told then.
    private static string Refuse()
    {
        // The console's first use starts a thread for signals, which cannot be had later.
        Console.WriteLine("starting threads");
        var grower = new ManagedGrower(null);
        while (grower.TryStart() is null)
        {
        }

        return ThreadLimits.ExplainRefusal(ThreadKind.DotnetThread).Sentence;
    }

    private static string RefuseNative(string? name)
    {
        Console.WriteLine("starting threads");
        var gate = new ManualResetEventSlim();
        var threads = new List<NativeThread>();
        while (true)
        {
            try
            {
                threads.Add(NativeThread.Start(new NativeThreadOptions { Name = name }, gate.Wait));
            }
            catch (SyscallException exception)
            {
                return exception.Message;
            }
        }
    }

    // At once, as an orderly end may need a thread that cannot be had.
    private static int Leave()
    {
        Console.Out.Flush();
        _ = Libc.Syscall(ExitGroup, 0, 0, 0);
        return 1;
    }
}
