namespace LinuxThreads;

/// <summary>The base of every error this library reports about the kernel's answers.</summary>
/// <remarks>A caller's mistake is an <see cref="ArgumentException"/> or <see cref="InvalidOperationException"/>, not one of these.</remarks>
public abstract class LinuxThreadsException : Exception
{
    private protected LinuxThreadsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
