namespace LinuxThreads.Interop;

/// <summary>The alternate signal stack of a thread.</summary>
/// <param name="Low">Its lowest address.</param>
/// <param name="High">One past its highest address.</param>
/// <param name="IsInUse">True if the thread runs on it now.</param>
internal readonly record struct SignalStack(nuint Low, nuint High, bool IsInUse)
{
    // The kernel's stack_t (include/uapi/asm-generic/signal.h): pointer, 32-bit flags and padding, size.
    private const int Words = 3;

    /// <summary>The calling thread's (<c>sigaltstack(2)</c>); null if it has none.</summary>
    /// <exception cref="SyscallException">The kernel refused.</exception>
    public static unsafe SignalStack? ReadCurrent()
    {
        var stack = stackalloc nuint[Words];
        LastError.ThrowIfFailed(Libc.Syscall(SyscallNumbers.Sigaltstack, 0, (nint)stack, 0), "sigaltstack", "the calling thread");
        var flags = unchecked((int)(uint)(stack[1] & uint.MaxValue));
        return (flags & LinuxConstants.SsDisable) != 0
            ? null
            : new SignalStack(stack[0], stack[0] + stack[2], (flags & LinuxConstants.SsOnstack) != 0);
    }
}
