using System.Runtime.CompilerServices;
using LinuxThreads.Interop;
using LinuxThreads.Native;
using LinuxThreads.Workers;

namespace LinuxThreads.Creation;

/// <summary>The worker process as creator of threads: <c>native/worker/worker_create.c</c>.</summary>
internal sealed class CreationWorker : IDisposable
{
    private const string Tunables = "GLIBC_TUNABLES";
    private const string NoStackCache = "glibc.pthread.stack_cache_size=0";
    private const int Arrays = 3;

    // Far more than a creation takes; who waits that long has been stopped.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PatienceEach = TimeSpan.FromMilliseconds(1);

    private readonly WorkerProcess _process;
    private readonly CreationPlan _plan;
    private readonly ByteSize _stack;
    private readonly int _cpu;

    private CreationWorker(WorkerProcess process, CreationPlan plan, ByteSize stack, int cpu)
    {
        _process = process;
        _plan = plan;
        _stack = stack;
        _cpu = cpu;
    }

    /// <summary>The process.</summary>
    public Pid Pid => _process.Pid;

    /// <summary>Starts the process; no thread is created yet.</summary>
    /// <param name="plan">A plan of a native kind.</param>
    /// <param name="stack">The threads' stack.</param>
    /// <param name="cpu">The CPU for all threads; null for any.</param>
    /// <param name="cancellation">Ends the process whatever it does.</param>
    /// <exception cref="MeasurementAbortedException">The program is missing or could not be started.</exception>
    public static CreationWorker Start(CreationPlan plan, ByteSize stack, int? cpu, CancellationToken cancellation)
    {
        var creations = (long)plan.Creators * plan.Count;
        var head = Unsafe.SizeOf<ShimStepsResult>() + Unsafe.SizeOf<ShimCreateResult>() + (plan.Creators * Unsafe.SizeOf<ShimEvidence>());
        var options = new WorkerOptions
        {
            Timeout = Patience + (PatienceEach * creations * (plan.Repetitions + plan.ExtraRepetitions)),
            ResultBytes = head + (creations * ShimConstants.Steps * sizeof(long)),
            Environment = plan.Cache == StackCache.Cold ? Without(Environment.GetEnvironmentVariable(Tunables)) : new Dictionary<string, string>(),
        };
        return new CreationWorker(WorkerProcess.Start(options, cancellation), plan, stack, cpu ?? ShimConstants.CpuAny);
    }

    /// <summary>Creates and joins threads; times until returned, until the first instruction, until joined.</summary>
    public NativeRun Create()
    {
        var (count, creators) = (_plan.Count, _plan.Creators);
        var operation = $"create {_stack.Bytes} {count} {_plan.WarmUp} {creators} {_cpu}";
        Check("lt_create_run", _process.Ask(operation, "created", 1)[0]);

        var result = new ShimCreateResult[1];
        var evidence = new ShimEvidence[creators];
        _process.CopyResults(0, result);
        long offset = Unsafe.SizeOf<ShimCreateResult>();
        _process.CopyResults(offset, evidence);
        offset += (long)creators * Unsafe.SizeOf<ShimEvidence>();
        var created = (long)result[0].Created;
        return new NativeRun(
            created, created + ((long)creators * (1 + _plan.WarmUp)), result[0].Process, evidence, Times(offset, Arrays, (long)creators * count));
    }

    /// <summary>Creates threads step by step; the times of each step.</summary>
    public NativeRun CreateSteps()
    {
        var guard = Posix.Current.Sysconf(SysconfName.PageSize);
        var operation = $"create-steps {_stack.Bytes} {guard} {_plan.Count} {_plan.WarmUp} {_cpu}";
        Check("lt_create_steps_run", _process.Ask(operation, "stepped", 1)[0]);

        var result = new ShimStepsResult[1];
        _process.CopyResults(0, result);
        var created = (long)result[0].Created;
        return new NativeRun(
            created, created + 1 + _plan.WarmUp, result[0].Process, [result[0].Creator],
            Times(Unsafe.SizeOf<ShimStepsResult>(), (int)ShimConstants.Steps, _plan.Count));
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    /// <summary>The environment in which glibc keeps no stacks, whatever else it was told.</summary>
    internal static Dictionary<string, string> Without(string? tunables) =>
        new() { [Tunables] = string.IsNullOrEmpty(tunables) ? NoStackCache : $"{tunables}:{NoStackCache}" };

    private long[][] Times(long offset, int arrays, long count)
    {
        var times = new long[arrays][];
        for (var i = 0; i < arrays; i++)
        {
            times[i] = new long[count];
            _process.CopyResults(offset + (i * count * sizeof(long)), times[i]);
        }

        return times;
    }

    private void Check(string operation, string answer)
    {
        var target = $"{_plan.Creators} × {_plan.Count} threads with {_stack.Bytes} B of stack";
        Shim.ThrowIfFailed(
            int.TryParse(answer, out var errno) ? -errno : throw new MeasurementAbortedException("creating threads", $"the worker process answered '{answer}'."),
            operation, target, CpuSet.Advice());
    }
}
