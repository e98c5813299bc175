using System.Runtime.ExceptionServices;
using LinuxThreads.Headroom;
using LinuxThreads.Interop;

namespace LinuxThreads.Native;

/// <summary>Calls <c>pthread_create</c> as <see cref="NativeThreadOptions"/> ask.</summary>
internal static class NativeThreadLauncher
{
    /// <summary>Starts a thread at a C function.</summary>
    /// <param name="options">Stack, guard and CPUs.</param>
    /// <param name="inheritedName">The name it is to have from its first instruction, or <see langword="null"/> for its creator's.</param>
    /// <param name="function">The start routine.</param>
    /// <param name="argument">Its argument.</param>
    /// <param name="attributesCarryAffinity">False to do without <c>pthread_attr_setaffinity_np</c>, as on musl.</param>
    /// <exception cref="SyscallException">The C library or the kernel would not make the thread.</exception>
    public static PthreadHandle Create(
        NativeThreadOptions options, string? inheritedName, nint function, nint argument, bool attributesCarryAffinity)
    {
        var inheritsCpus = options.Cpus is not null && !attributesCarryAffinity;
        if (inheritedName is null && !inheritsCpus)
        {
            return Create(options, function, argument, attributesCarryAffinity);
        }

        // A thread starts with the name and the CPUs of its creator, so a creator is made that has them. The caller
        // itself is not changed for the time of the call, which others could see and which might not be undone.
        PthreadHandle? created = null;
        ExceptionDispatchInfo? refusal = null;
        var creator = new Thread(() =>
        {
            try
            {
                if (inheritedName is not null)
                {
                    TaskCalls.WriteCurrentName(ThreadName.Encode(inheritedName, nameof(inheritedName)));
                }

                if (inheritsCpus)
                {
                    options.Cpus!.ApplyToCurrentThread();
                }

                created = Create(options, function, argument, attributesCarryAffinity);
            }
            catch (Exception exception)
            {
                // Whatever it is, it belongs to the caller and must not end the process here.
                refusal = ExceptionDispatchInfo.Capture(exception);
            }
        });
        try
        {
            creator.Start();
        }
        catch (OutOfMemoryException)
        {
            // The runtime has lost the error number; glibc gives EAGAIN for every limit.
            throw new SyscallException("pthread_create", Errno.EAGAIN, options.Describe(), Advice(Errno.EAGAIN, options));
        }

        creator.Join();
        refusal?.Throw();
        return created!;
    }

    private static PthreadHandle Create(NativeThreadOptions options, nint function, nint argument, bool attributesCarryAffinity)
    {
        var target = options.Describe();
        var attributes = default(PthreadAttributes);
        LastError.ThrowIfError(attributes.Initialize(), "pthread_attr_init", target);
        try
        {
            if (options.StackSize is { } stackSize)
            {
                LastError.ThrowIfError(attributes.SetStackSize(stackSize), "pthread_attr_setstacksize", target);
            }

            if (options.GuardSize is { } guardSize)
            {
                LastError.ThrowIfError(attributes.SetGuardSize(guardSize), "pthread_attr_setguardsize", target);
            }

            if (options.Cpus is { } cpus && attributesCarryAffinity)
            {
                LastError.ThrowIfError(attributes.SetAffinity(cpus.ToMask()), "pthread_attr_setaffinity_np", target);
            }

            var error = attributes.Create(function, argument, out var thread);
            LastError.ThrowIfError(error, "pthread_create", target, Advice(new Errno(error), options));
            return new PthreadHandle(thread);
        }
        finally
        {
            attributes.Destroy();
        }
    }

    private static string? Advice(Errno errno, NativeThreadOptions options) => errno switch
    {
        // glibc turns the ENOMEM of a stack that could not be mapped into EAGAIN, so both stand for the same causes.
        _ when errno == Errno.EAGAIN || errno == Errno.ENOMEM =>
            CreationFailure.Explain(Errno.EAGAIN, ThreadKind.Pthread, options.StackSize, options.GuardSize),
        _ when errno == Errno.EINVAL && options.Cpus is not null => CpuSet.Advice(),
        _ when errno == Errno.EINVAL =>
            "The stack is too small for the thread-local storage of the libraries loaded here: ask for a larger one.",
        _ when errno == Errno.EPERM =>
            "A seccomp filter may refuse clone3 with EPERM instead of ENOSYS (old container runtimes): update the runtime or its profile.",
        _ => null,
    };
}
