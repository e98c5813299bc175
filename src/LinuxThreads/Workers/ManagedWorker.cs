using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using LinuxThreads.Interop;

namespace LinuxThreads.Workers;

/// <summary>The child's side in a .NET program: answers commands until its standard input ends.</summary>
/// <remarks>Speaks what <c>linuxthreads-worker</c> speaks (native/worker/worker.c).</remarks>
internal static class ManagedWorker
{
    /// <summary>Serves until standard input ends; the exit code for the program.</summary>
    /// <param name="seconds">How long it may live: the argument before the last.</param>
    /// <param name="resultBytes">The room for results: the last.</param>
    /// <param name="role">What it does.</param>
    /// <exception cref="FormatException">An argument is not a number.</exception>
    /// <exception cref="SyscallException">The kernel would not give shared memory.</exception>
    public static int Run(string seconds, string resultBytes, IWorkerRole role)
    {
        // The kernel's alarm, which ends the process: a timer's callback would wait for a thread of the pool, and a role may hold all of them.
        _ = Libc.Alarm(uint.Parse(seconds, CultureInfo.InvariantCulture));
        using var page = WorkerPage.Create(long.Parse(resultBytes, CultureInfo.InvariantCulture));
        VolunteerForOom();

        using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGINT, static context => context.Cancel = true);
        using var commands = new BlockingCollection<string>();
        new Thread(() => ReadCommands(commands)) { IsBackground = true }.Start();

        Console.Out.WriteLine($"ready {page.Descriptor}");
        foreach (var line in commands.GetConsumingEnumerable())
        {
            Console.Out.WriteLine(role.Answer(line.Split(' '), page) ?? $"what? {line}");
        }

        return 0;
    }

    // On a thread of its own, so that the end of input ends the process in the middle of a command, too.
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

    // If memory runs out, this process is the one to go. Raising one's own score is always allowed.
    private static void VolunteerForOom() => File.WriteAllText("/proc/self/oom_score_adj", "1000");
}
