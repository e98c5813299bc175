using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>Makes threads on stacks that may become huge, and the same on stacks that may not, and reads what each lot took.</summary>
/// <remarks>
/// Each lot in a fresh child process whose threads run C only and touch nothing but what starting takes. A kernel that makes
/// huge pages makes one of the first write to each eligible stack: 2 MiB of memory on x86-64 for a thread that needs 8 KiB.
/// </remarks>
/// <example><code>
/// var proof = HugePageProver.Prove(new HugePagePlan { Threads = 16 });
/// Console.WriteLine($"{proof.Outcome}: {proof.Eligible?.RssBytesPerThread} B against {proof.Ineligible?.RssBytesPerThread} B a thread");
/// </code></example>
public static class HugePageProver
{
    private static readonly string[] Counters = ["thp_fault_alloc", "thp_fault_fallback"];

    /// <summary>Parks both lots, one after the other, and compares them.</summary>
    /// <param name="plan">How many threads, and how large their stacks.</param>
    /// <param name="stopping">Ends the proof early.</param>
    /// <exception cref="MeasurementAbortedException">The worker program is missing, or a thread could not be made.</exception>
    /// <exception cref="KernelFeatureMissingException">The kernel's <c>smaps</c> tells nothing of huge pages.</exception>
    /// <exception cref="SyscallException">A file of the kernel could not be read.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static HugePageProof Prove(HugePagePlan plan, CancellationToken stopping = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var root = ProcRoot.System;
        var enabled = PidStatus.Read(root, Pid.Current).ThpEnabled;
        return Prove(plan, root, HugePageSettings.Read(root, enabled), (size, eligible) => WorkerStackChild.Start(size, eligible, stopping), stopping);
    }

    internal static HugePageProof Prove(HugePagePlan plan, ProcRoot root, HugePageSettings settings, Func<ByteSize, bool, IStackChild> start, CancellationToken stopping)
    {
        var proof = new HugePageProof { Plan = plan, Settings = settings };
        if (settings.PmdSize is not { } huge)
        {
            return proof;
        }

        var size = new ByteSize(checked(huge.Bytes * plan.HugePagesPerStack));
        stopping.ThrowIfCancellationRequested();
        var ineligible = Measure(plan, root, () => start(size, false));
        stopping.ThrowIfCancellationRequested();
        var before = ReadCounters(root);
        var eligible = Measure(plan, root, () => start(size, true));
        var after = ReadCounters(root);
        return proof with
        {
            StackSize = size,
            Ineligible = ineligible,
            Eligible = eligible,
            FaultAllocs = after[0] - before[0],
            FaultFallbacks = after[1] - before[1],
        };
    }

    private static HugePageSide Measure(HugePagePlan plan, ProcRoot root, Func<IStackChild> start)
    {
        using var child = start();
        var before = HugePageReading.Read(root, child.Pid);
        child.Park(plan.Threads);
        return HugePageReading.Read(root, child.Pid).Since(before, plan.Threads);
    }

    /// <summary>Each counter; null where the kernel prints none.</summary>
    private static long?[] ReadCounters(ProcRoot root)
    {
        const string Path = "proc/vmstat";
        var stat = CgroupStat.Parse(root.ReadAllBytes(Path), root.Resolve(Path));
        return [.. Counters.Select(name => (long?)stat[name])];
    }
}
