using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>A thread that somebody must join or detach; dropping the handle detaches it, so its stack is never leaked.</summary>
internal sealed unsafe class PthreadHandle : SafeHandle
{
    public PthreadHandle(nint thread)
        : base(0, ownsHandle: true) => SetHandle(thread);

    // pthread_t is the address of the thread's own block in both C libraries, never 0.
    public override bool IsInvalid => handle == 0;

    /// <summary>The <c>pthread_t</c>; meaningful until <see cref="Join"/> or disposal.</summary>
    public nint Value => handle;

    /// <summary>Waits for the thread's end and frees its stack; the caller makes sure that this happens once.</summary>
    public int Join(out nint returned)
    {
        nint value = 0;
        // The GC transition is kept: this blocks for as long as the thread runs.
        var error = Pthread.Join(handle, &value);
        if (error == 0)
        {
            SetHandleAsInvalid();
        }

        GC.KeepAlive(this);
        returned = value;
        return error;
    }

    /// <summary>The kernel's id of the thread; 0 once it has ended. Only before the thread is joined or detached.</summary>
    public int ReadTid()
    {
        int clock;
        if (Pthread.Getcpuclockid(handle, &clock) != 0)
        {
            return 0;
        }

        GC.KeepAlive(this);
        return TidOfCpuClock(clock);
    }

    /// <summary>The stack of a thread that is not joined yet: lowest usable address, size above it, guard below it.</summary>
    public static int ReadStack(nint thread, out nint low, out nuint size, out nuint guard)
    {
        low = 0;
        size = guard = 0;
        var attributes = default(PthreadAttributes);
        var error = attributes.ReadFrom(thread);
        if (error == Errno.ESRCH.Number)
        {
            // glibc asks the kernel for the affinity by the tid it has just read; the thread ended in between. The
            // second time the tid is 0, which stands for the caller, and the stack is still the thread's own.
            error = attributes.ReadFrom(thread);
        }

        if (error != 0)
        {
            return error;
        }

        error = attributes.ReadStack(out low, out size, out guard);
        attributes.Destroy();
        return error;
    }

    /// <summary>The thread id inside a per-thread CPU clock's id.</summary>
    /// <remarks>
    /// The kernel defines such ids as <c>(~tid &lt;&lt; 3) | kind</c> (<c>include/linux/posix-timers_types.h</c>,
    /// <c>CPUCLOCK_PID</c>), and both C libraries compute them from the id in the thread's block without a system call.
    /// glibc has had a function for the id itself only since 2.42.
    /// </remarks>
    internal static int TidOfCpuClock(int clock) => ~(clock >> 3);

    protected override bool ReleaseHandle() => Pthread.Detach(handle) == 0;
}
