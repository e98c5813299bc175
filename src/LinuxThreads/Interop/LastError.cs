using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>Turns what a system call answered into a <see cref="SyscallException"/>.</summary>
internal static class LastError
{
    /// <summary>The <c>errno</c> of the call just made; read it before anything else is called.</summary>
    public static Errno Read() => new(Marshal.GetLastPInvokeError());

    /// <summary>Throws if <paramref name="result"/> is −1.</summary>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static void ThrowIfFailed(long result, string operation, string target, string? advice = null)
    {
        if (result == -1)
        {
            throw new SyscallException(operation, Read(), target, advice);
        }
    }

    /// <summary>Throws if <paramref name="error"/>, the value that a pthread function returned, is not 0.</summary>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static void ThrowIfError(int error, string operation, string target, string? advice = null)
    {
        if (error != 0)
        {
            throw new SyscallException(operation, new Errno(error), target, advice);
        }
    }
}
