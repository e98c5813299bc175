namespace LinuxThreads.Interop;

/// <summary>The POSIX calls that both Mono.Posix and the C library itself offer; two implementations that must agree.</summary>
/// <remarks>Every method throws <see cref="SyscallException"/> where the call fails.</remarks>
internal interface IPosix
{
    /// <summary><c>sysconf(3)</c>; positive.</summary>
    long Sysconf(SysconfName name);

    /// <summary>Maps private anonymous memory that counts against no commit limit until it is touched (<c>MAP_NORESERVE</c>).</summary>
    nint Map(nuint length, PageAccess access);

    /// <summary><c>munmap(2)</c>.</summary>
    void Unmap(nint address, nuint length);

    /// <summary><c>mprotect(2)</c>.</summary>
    void Protect(nint address, nuint length, PageAccess access);

    /// <summary><c>mincore(2)</c>: one byte per page from <paramref name="address"/>, whose lowest bit says that the page is resident.</summary>
    void ReadResidency(nint address, nuint length, Span<byte> pages);

    /// <summary>A pipe whose ends are closed on exec.</summary>
    (int Read, int Write) OpenPipe();

    /// <summary><c>close(2)</c>.</summary>
    void Close(int descriptor);

    /// <summary>The symbolic name of an error number, or <see langword="null"/> for a number without one.</summary>
    string? ErrnoName(int number);
}
