namespace LinuxThreads;

/// <summary>An error number as the kernel returns it; 0 means no error.</summary>
/// <remarks>Numbers are those of x86-64 and arm64 (<c>include/uapi/asm-generic/errno.h</c>).</remarks>
/// <param name="Number">The number, positive for an error.</param>
public readonly record struct Errno(int Number)
{
    /// <summary><c>EPERM</c>: operation not permitted.</summary>
    public static Errno EPERM => new(1);

    /// <summary><c>ENOENT</c>: no such file or directory.</summary>
    public static Errno ENOENT => new(2);

    /// <summary><c>ESRCH</c>: no such process.</summary>
    public static Errno ESRCH => new(3);

    /// <summary><c>EINTR</c>: interrupted system call.</summary>
    public static Errno EINTR => new(4);

    /// <summary><c>EAGAIN</c>: resource temporarily unavailable.</summary>
    public static Errno EAGAIN => new(11);

    /// <summary><c>EIO</c>: input/output error.</summary>
    public static Errno EIO => new(5);

    /// <summary><c>ENOMEM</c>: cannot allocate memory.</summary>
    public static Errno ENOMEM => new(12);

    /// <summary><c>EACCES</c>: permission denied.</summary>
    public static Errno EACCES => new(13);

    /// <summary><c>EINVAL</c>: invalid argument.</summary>
    public static Errno EINVAL => new(22);

    /// <summary><c>EDEADLK</c>: resource deadlock avoided.</summary>
    public static Errno EDEADLK => new(35);

    /// <summary><c>ENOSYS</c>: function not implemented.</summary>
    public static Errno ENOSYS => new(38);

    /// <summary><c>EOPNOTSUPP</c>: operation not supported.</summary>
    public static Errno EOPNOTSUPP => new(95);

    /// <summary><c>ETIMEDOUT</c>: connection timed out.</summary>
    public static Errno ETIMEDOUT => new(110);

    /// <summary>The symbolic name, for instance <c>EAGAIN</c>; <c>errno N</c> for a number without a name.</summary>
    public string Name => ErrnoNames.NameOf(Number) ?? $"errno {Number}";

    /// <summary>What the number means, in the C library's words.</summary>
    public string Description => ErrnoNames.DescriptionOf(Number) ?? "unknown error";

    /// <summary>The symbolic name.</summary>
    public override string ToString() => Name;
}
