using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;
using Microsoft.Win32.SafeHandles;

namespace LinuxThreads.Limits;

/// <summary>The child's side of a proof with .NET threads: makes threads on command until its standard input ends.</summary>
/// <remarks>
/// Speaks what <c>linuxthreads-prove</c> speaks (native/prove.c). A program that wants proofs with .NET threads starts itself with an argument
/// of its own choice, and calls this with the two arguments that were added after it.
/// </remarks>
public static class ProverHost
{
    // Creations between two looks at the memory that is left.
    private const int Stride = 32;

    /// <summary>Serves until standard input ends; the exit code for the program.</summary>
    /// <param name="stackBytes">The stack's size in bytes, 0 for the default: the first of the arguments added.</param>
    /// <param name="seconds">How long it may live: the second.</param>
    /// <exception cref="FormatException">An argument is not a number.</exception>
    /// <exception cref="SyscallException">The kernel would not give a page of shared memory.</exception>
    public static int Run(string stackBytes, string seconds)
    {
        var bytes = long.Parse(stackBytes, CultureInfo.InvariantCulture);
        var lifetime = TimeSpan.FromSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
        using var alarm = new Timer(static _ => Vanish(), null, lifetime, System.Threading.Timeout.InfiniteTimeSpan);
        using var page = MemoryFile.Create("linuxthreads-prove");
        VolunteerForOom();

        using var commands = new BlockingCollection<string>();
        new Thread(() => ReadCommands(commands)) { IsBackground = true }.Start();

        // Never disposed of: that would join threads which end with the process.
        var grower = new ManagedGrower(bytes == 0 ? null : new ByteSize(bytes));
        Publish(page, grower);
        Console.Out.WriteLine($"ready {page.DangerousGetHandle()}");
        foreach (var line in commands.GetConsumingEnumerable())
        {
            Console.Out.WriteLine(line.Split(' ') switch
            {
                ["grow", var more] => Grow(page, grower, int.Parse(more, CultureInfo.InvariantCulture)),
                ["prove", var max, var floor] => Prove(page, grower, long.Parse(max, CultureInfo.InvariantCulture), long.Parse(floor, CultureInfo.InvariantCulture)),
                _ => $"what? {line}",
            });
        }

        return 0;
    }

    // On a thread of its own, so that the end of input ends the process in the middle of a proof, too.
    private static void ReadCommands(BlockingCollection<string> commands)
    {
        while (Console.In.ReadLine() is { } line)
        {
            commands.Add(line);
        }

        Vanish();
    }

    // At once: an orderly exit would wait for thousands of threads, and there is nothing to put in order.
    private static void Vanish()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    private static string Grow(SafeFileHandle page, ManagedGrower grower, int more)
    {
        var refused = grower.Grow(more);
        Publish(page, grower);
        return $"grown {grower.Created} {refused?.Number ?? 0}";
    }

    private static string Prove(SafeFileHandle page, ManagedGrower grower, long max, long floor)
    {
        while (grower.Created < max)
        {
            if (grower.Created % Stride == 0 && Meminfo.Read(ProcRoot.System).MemAvailable is { } available && available.Bytes < floor)
            {
                return $"ended {grower.Created} floor 0";
            }

            if (grower.TryStart() is { } refused)
            {
                return $"ended {grower.Created} errno {refused.Number}";
            }

            Publish(page, grower);
        }

        return $"ended {grower.Created} max 0";
    }

    private static void Publish(SafeFileHandle page, ManagedGrower grower)
    {
        Span<byte> count = stackalloc byte[sizeof(long)];
        BitConverter.TryWriteBytes(count, grower.Created);
        RandomAccess.Write(page, count, 0);
    }

    // If memory runs out, this process is the one to go. Raising one's own score is always allowed.
    private static void VolunteerForOom() => File.WriteAllText("/proc/self/oom_score_adj", "1000");
}
