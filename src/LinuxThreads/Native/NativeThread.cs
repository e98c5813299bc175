using LinuxThreads.Interop;

namespace LinuxThreads.Native;

/// <summary>A thread made by <c>pthread_create</c> with the stack, guard, CPUs and name that the caller asked for.</summary>
/// <remarks>
/// Source: <c>pthread_create(3)</c>. With a managed body the thread attaches to the runtime before the body starts: it gets a managed id, an
/// alternate signal stack and an allocation context, and its stack holds the runtime's frames; it is a .NET
/// thread on a stack of your choice. A C body runs alone, and is the one to weigh.
/// Either is a background thread: the end of the program does not wait for it.
/// The owner joins it: <see cref="Join"/> waits and rethrows what the body threw, <see cref="Dispose"/> waits only. One that
/// is dropped without either is detached by its finalizer: it runs on, its memory is freed at its end, and an
/// exception of its body is lost. Thread-safe.
/// </remarks>
/// <example><code>
/// using var thread = NativeThread.Start(new() { Name = "worker", StackSize = ByteSize.FromKibibytes(256) }, Work);
/// Console.WriteLine(thread.Tid);
/// thread.Join();
/// </code></example>
public sealed class NativeThread : IDisposable
{
    private readonly Lock _joining = new();
    private readonly Lock _gate = new();
    private readonly PthreadHandle _handle;
    private readonly NativeThreadBody? _body;
    private readonly Tid? _tid;
    private ThreadRegister.Entry? _entry;
    private Phase _phase;
    private nint _returned;

    private NativeThread(PthreadHandle handle, NativeThreadBody body, RegisteredThread thread)
        : this(handle, thread.Tid, thread.Name, thread.StackBounds)
    {
        _body = body;
        ManagedThreadId = thread.ManagedThreadId;
    }

    private NativeThread(PthreadHandle handle, Tid? tid, string name, StackBounds stackBounds)
    {
        _handle = handle;
        _tid = tid;
        Name = name;
        StackBounds = stackBounds;
    }

    /// <summary>Takes a dropped thread out of the register; its handle's own finalizer detaches it.</summary>
    ~NativeThread() => Unregister();

    private enum Phase
    {
        Joinable,
        Joining,
        Joined,
        Detached,
    }

    /// <summary>The calling thread, whatever started it, as it is at this moment.</summary>
    /// <remarks>
    /// Source: <c>gettid(2)</c>, <c>prctl(PR_GET_NAME)</c>, <c>sched_getcpu(3)</c>, <c>sched_getaffinity(2)</c>,
    /// <c>pthread_getattr_np(3)</c>; takes some microseconds, on the main thread more, where glibc reads <c>/proc/self/maps</c>.
    /// </remarks>
    /// <exception cref="SyscallException">The kernel refused one of them.</exception>
    public static NativeThreadSnapshot Current => new(
        CurrentTid,
        TaskCalls.ReadCurrentName(),
        Environment.CurrentManagedThreadId,
        CurrentCpu,
        CpuSet.OfCurrentThread(),
        ReadStack(Pthread.Self()));

    /// <summary>The kernel's id of the calling thread.</summary>
    /// <remarks>Source: <c>gettid(2)</c>; one system call that never blocks.</remarks>
    public static Tid CurrentTid => TaskCalls.CurrentTid;

    /// <summary>The CPU the calling thread ran on when asked; it may have moved since, unless it is bound to one.</summary>
    /// <remarks>Source: <c>sched_getcpu(3)</c>; no system call where the vDSO or rseq answers.</remarks>
    /// <exception cref="SyscallException">The kernel does not offer it.</exception>
    public static int CurrentCpu
    {
        get
        {
            LinuxPlatform.Require();
            var cpu = Libc.SchedGetcpu();
            LastError.ThrowIfFailed(cpu, "sched_getcpu", "the calling thread");
            return cpu;
        }
    }

    /// <summary>The smallest stack for a managed body: 128 KiB, in which the runtime attaches, throws, catches and collects.</summary>
    public static ByteSize SmallestManagedStack => ByteSize.FromKibibytes(128);

    /// <summary>The kernel's id; stays the same after the thread's end, when another thread may be given it.</summary>
    /// <exception cref="InvalidOperationException">A C body ended before its id could be read; <see cref="IsTidKnown"/> tells.</exception>
    public Tid Tid => _tid ?? throw new InvalidOperationException(
        "This thread's C body ended before the kernel's id could be read: ask IsTidKnown before Tid.");

    /// <summary>True if the kernel's id was read: always with a managed body, and with a C body that outlived its start.</summary>
    /// <remarks>The id in the C library's block of the thread is cleared when it ends, and a bare C body notes it nowhere else.</remarks>
    public bool IsTidKnown => _tid is not null;

    /// <summary>The runtime's id of the thread; <see langword="null"/> with a C body.</summary>
    public int? ManagedThreadId { get; }

    /// <summary>The name it was started with: the one asked for, else its creator's.</summary>
    public string Name { get; }

    /// <summary>The stack it was given; once the thread is joined, the C library may unmap it or give it to another.</summary>
    public StackBounds StackBounds { get; }

    /// <summary>True until the thread has ended in the kernel; while somebody is inside <see cref="Join"/>, until that returns.</summary>
    /// <remarks>Source: the C library's block of the thread, in which its id is cleared at its end.</remarks>
    /// <exception cref="ObjectDisposedException">The thread disposed of itself, and nobody follows it any more.</exception>
    public bool IsAlive
    {
        get
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_phase == Phase.Detached, this);
                return RunsStill();
            }
        }
    }

    /// <summary>What a C body returned; 0 with a managed body.</summary>
    /// <exception cref="InvalidOperationException">The thread is not joined yet.</exception>
    public nint ReturnValue
    {
        get
        {
            lock (_gate)
            {
                return _phase == Phase.Joined
                    ? _returned
                    : throw new InvalidOperationException("A thread's return value is known after Join.");
            }
        }
    }

    /// <summary>Starts a thread that runs <paramref name="body"/>; its id, name and CPUs hold before the body's first line.</summary>
    /// <remarks>An exception that leaves the body ends the thread, never the process, and is rethrown by <see cref="Join"/>.</remarks>
    /// <param name="options">How to make it.</param>
    /// <param name="body">What to run.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stack is smaller than <see cref="SmallestManagedStack"/>.</exception>
    /// <exception cref="SyscallException">The C library or the kernel would not make the thread.</exception>
    public static NativeThread Start(NativeThreadOptions options, Action body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Start(options, body, PthreadAttributes.CanCarryAffinity);
    }

    /// <summary>Starts a thread that runs a C function, without attaching it to the runtime.</summary>
    /// <remarks>
    /// The name and the CPUs hold from its first instruction. The function must return, not call <c>exit</c> or unwind out of itself,
    /// and no managed code may run in it but an <c>UnmanagedCallersOnly</c> method, which attaches it after all.
    /// </remarks>
    /// <param name="options">How to make it.</param>
    /// <param name="function">The address of a <c>void *(*)(void *)</c>, for instance from <c>NativeLibrary.GetExport</c>.</param>
    /// <param name="argument">Its argument.</param>
    /// <exception cref="SyscallException">The C library or the kernel would not make the thread.</exception>
    public static NativeThread Start(NativeThreadOptions options, nint function, nint argument) =>
        Start(options, function, argument, PthreadAttributes.CanCarryAffinity);

    /// <inheritdoc cref="Start(NativeThreadOptions, nint, nint)"/>
    public static unsafe NativeThread Start(NativeThreadOptions options, delegate* unmanaged<nint, nint> function, nint argument) =>
        Start(options, (nint)function, argument);

    /// <summary>Gives the CPU to the next thread in line on it, if there is one.</summary>
    /// <remarks>Source: <c>sched_yield(2)</c>, which never fails; where nobody waits it returns without a switch.</remarks>
    public static void Yield()
    {
        LinuxPlatform.Require();
        _ = Libc.SchedYield();
    }

    /// <summary>Waits until the thread has ended, frees its stack, and rethrows what left a managed body, with its own stack trace.</summary>
    /// <remarks>A second call returns, or rethrows, at once.</remarks>
    /// <exception cref="InvalidOperationException">The thread called it on itself.</exception>
    /// <exception cref="ObjectDisposedException">The thread disposed of itself, and nobody follows it any more.</exception>
    /// <exception cref="SyscallException">The C library refused (<c>EDEADLK</c>: the thread waits for the caller).</exception>
    public void Join()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_phase == Phase.Detached, this);
            if (IsCaller())
            {
                throw new InvalidOperationException("A thread cannot wait for its own end.");
            }
        }

        WaitForEnd();
        _body?.Failure?.Throw();
    }

    /// <summary>Waits until the thread has ended and frees its stack; what left the body is not rethrown. On the thread itself: detaches it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (IsCaller())
            {
                // Somebody who waits in Join already will free the thread; otherwise nobody but itself can.
                if (_phase == Phase.Joinable)
                {
                    _phase = Phase.Detached;
                    _handle.Dispose();
                }

                return;
            }
        }

        WaitForEnd();
        GC.SuppressFinalize(this);
    }

    internal static StackBounds ReadStack(nint thread)
    {
        var error = PthreadHandle.ReadStack(thread, out var low, out var size, out var guard);
        LastError.ThrowIfError(error, "pthread_getattr_np", "a thread of this process");
        return new StackBounds((nuint)low, (nuint)low + size, new ByteSize(checked((long)guard)));
    }

    internal static NativeThread Start(NativeThreadOptions options, Action body, bool attributesCarryAffinity)
    {
        ArgumentNullException.ThrowIfNull(options);
        LinuxPlatform.Require();
        if (options.StackSize is { } size && size < SmallestManagedStack)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), size, $"A managed body needs a stack of {SmallestManagedStack} or more; a C body may have a smaller one.");
        }

        var managed = new NativeThreadBody(options.Name, body);
        var held = managed.Hold();
        PthreadHandle handle;
        try
        {
            handle = NativeThreadLauncher.Create(options, null, NativeThreadBody.EntryPoint, held, attributesCarryAffinity);
        }
        catch
        {
            NativeThreadBody.Release(held);
            throw;
        }

        try
        {
            return new NativeThread(handle, managed, managed.WaitUntilReady());
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    internal static NativeThread Start(NativeThreadOptions options, nint function, nint argument, bool attributesCarryAffinity)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(function);
        LinuxPlatform.Require();
        var name = options.Name ?? TaskCalls.ReadCurrentName();
        var handle = NativeThreadLauncher.Create(options, options.Name, function, argument, attributesCarryAffinity);
        try
        {
            var bounds = ReadStack(handle.Value);
            var tid = handle.ReadTid();
            var thread = new NativeThread(handle, tid == 0 ? null : new Tid(tid), name, bounds);
            thread.Register();
            return thread;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private void WaitForEnd()
    {
        lock (_joining)
        {
            lock (_gate)
            {
                if (_phase is Phase.Joined or Phase.Detached)
                {
                    return;
                }

                _phase = Phase.Joining;
            }

            var error = _handle.Join(out var returned);
            lock (_gate)
            {
                _returned = returned;
                _phase = error == 0 ? Phase.Joined : Phase.Joinable;
            }

            LastError.ThrowIfError(error, "pthread_join", $"thread '{Name}'");
        }

        Unregister();
    }

    // While not joined, pthread_t is this thread's alone; a tid would be free for others once the thread has ended.
    private bool IsCaller() => _phase is Phase.Joinable or Phase.Joining && Pthread.Self() == _handle.Value;

    private void Register()
    {
        if (_tid is { } tid)
        {
            // Weakly: the register must not keep a thread that its owner dropped.
            var self = new WeakReference<NativeThread>(this);
            _entry = ThreadRegister.Add(
                new RegisteredThread(tid, null, Name, StackBounds),
                () => self.TryGetTarget(out var thread) && thread.IsFollowed());
        }
    }

    private bool IsFollowed()
    {
        lock (_gate)
        {
            return RunsStill();
        }
    }

    private bool RunsStill() => _phase == Phase.Joining || (_phase == Phase.Joinable && _handle.ReadTid() != 0);

    private void Unregister()
    {
        if (Interlocked.Exchange(ref _entry, null) is { } entry)
        {
            ThreadRegister.Remove(entry);
        }
    }
}
