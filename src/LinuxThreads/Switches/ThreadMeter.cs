using LinuxThreads.Interop;

namespace LinuxThreads.Switches;

/// <summary>Measures a scope on the current thread: its switches, CPU time and page faults. Allocates nothing.</summary>
/// <remarks>
/// Source: <c>getrusage(RUSAGE_THREAD)</c>, <c>clock_gettime(CLOCK_THREAD_CPUTIME_ID)</c>. Since: Linux 2.6.26. The kernel answers for the calling thread only, so a
/// meter must not change threads: as a <see langword="ref struct"/> it cannot be stored in a field, captured, or kept over an <see langword="await"/>.
/// </remarks>
/// <example>
/// <code>
/// using var meter = ThreadMeter.Start();
/// gate.Wait();
/// Console.WriteLine(meter.Read().Counts);
/// </code>
/// or, with the result in a variable of the caller's when the scope ends:
/// <code>
/// ThreadUsage usage = default;
/// using (ThreadMeter.Start(ref usage))
/// {
///     gate.Wait();
/// }
/// </code>
/// </example>
public readonly ref struct ThreadMeter : IDisposable
{
    private readonly UsageCounters _usage;
    private readonly Nanoseconds _cpuTime;
    private readonly Nanoseconds _begin;
    private readonly ref ThreadUsage _result;

    private ThreadMeter(ref ThreadUsage result)
    {
        _result = ref result;
        _begin = Clocks.ReadMonotonic();
        _cpuTime = Clocks.ReadThreadCpuTime();
        _usage = UsageCounters.ReadThread();
    }

    /// <summary>Starts measuring the current thread.</summary>
    /// <exception cref="SyscallException">The kernel refused <c>getrusage</c> or <c>clock_gettime</c>, as a seccomp filter may.</exception>
    public static ThreadMeter Start() => new(ref System.Runtime.CompilerServices.Unsafe.NullRef<ThreadUsage>());

    /// <summary>Starts measuring the current thread; <see cref="Dispose"/> writes the result to <paramref name="result"/>.</summary>
    /// <exception cref="SyscallException">The kernel refused <c>getrusage</c> or <c>clock_gettime</c>, as a seccomp filter may.</exception>
    public static ThreadMeter Start(ref ThreadUsage result) => new(ref result);

    /// <summary>What the thread did since the start; may be asked any number of times.</summary>
    /// <exception cref="InvalidOperationException">The meter was never started.</exception>
    /// <exception cref="SyscallException">The kernel refused <c>getrusage</c> or <c>clock_gettime</c>, as a seccomp filter may.</exception>
    public ThreadUsage Read()
    {
        if (_begin == Nanoseconds.Zero)
        {
            throw new InvalidOperationException("This meter was never started: get one from ThreadMeter.Start().");
        }

        var usage = UsageCounters.ReadThread();
        var cpuTime = Clocks.ReadThreadCpuTime();
        return new ThreadUsage(
            new SwitchCounts(usage.VoluntarySwitches, usage.InvoluntarySwitches) -
            new SwitchCounts(_usage.VoluntarySwitches, _usage.InvoluntarySwitches),
            cpuTime - _cpuTime,
            usage.UserTime - _usage.UserTime,
            usage.SystemTime - _usage.SystemTime,
            usage.MinorFaults - _usage.MinorFaults,
            usage.MajorFaults - _usage.MajorFaults,
            Clocks.ReadMonotonic() - _begin);
    }

    /// <summary>Ends the scope: writes the result to the variable given to <see cref="Start(ref ThreadUsage)"/>, if any.</summary>
    public void Dispose()
    {
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref _result))
        {
            _result = Read();
        }
    }
}
