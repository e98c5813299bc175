namespace LinuxThreads;

/// <summary>A system call, or the opening or reading of a kernel file, that the kernel refused.</summary>
public sealed class SyscallException : LinuxThreadsException
{
    /// <summary>Creates the error for one refused operation.</summary>
    /// <param name="operation">What was called, for instance <c>pthread_create</c> or <c>open</c>.</param>
    /// <param name="errno">The kernel's answer.</param>
    /// <param name="target">On what: a path, a thread, a size.</param>
    /// <param name="advice">The likely cause and the next step, as a sentence, or <see langword="null"/> if none is known.</param>
    public SyscallException(string operation, Errno errno, string target, string? advice = null)
        : base(Compose(operation, errno, target, advice))
    {
        Operation = operation;
        Errno = errno;
        Target = target;
        Advice = advice;
    }

    /// <summary>What was called.</summary>
    public string Operation { get; }

    /// <summary>The kernel's answer.</summary>
    public Errno Errno { get; }

    /// <summary>What it was called on.</summary>
    public string Target { get; }

    /// <summary>The likely cause and the next step, or <see langword="null"/> if none is known.</summary>
    public string? Advice { get; }

    private static string Compose(string operation, Errno errno, string target, string? advice)
    {
        var message = $"{operation} failed on {target}: {errno} ({errno.Number}), {errno.Description}.";
        return advice is null ? message : $"{message} {advice}";
    }
}
