namespace LinuxThreads.Interop;

/// <summary>The POSIX calls, bound straight to the C library: works on every libc, without any native package.</summary>
internal sealed unsafe class LibcPosix : IPosix
{
    public long Sysconf(SysconfName name)
    {
        var value = Libc.Sysconf((int)name);
        LastError.ThrowIfFailed(value, "sysconf", name.ToString());
        return value;
    }

    public nint Map(nuint length, PageAccess access)
    {
        var address = Libc.Mmap(0, length, Protection(access), LinuxConstants.MapPrivate | LinuxConstants.MapAnonymous | LinuxConstants.MapNoreserve, -1, 0);
        LastError.ThrowIfFailed(address, "mmap", $"{length} bytes");
        return address;
    }

    public void Unmap(nint address, nuint length) =>
        LastError.ThrowIfFailed(Libc.Munmap(address, length), "munmap", PosixText.Range(address, length));

    public void Protect(nint address, nuint length, PageAccess access) =>
        LastError.ThrowIfFailed(Libc.Mprotect(address, length, Protection(access)), "mprotect", PosixText.Range(address, length));

    public void ReadResidency(nint address, nuint length, Span<byte> pages)
    {
        PosixText.RequireRoom(length, pages.Length, Sysconf(SysconfName.PageSize));
        fixed (byte* vector = pages)
        {
            LastError.ThrowIfFailed(Libc.Mincore(address, length, vector), "mincore", PosixText.Range(address, length));
        }
    }

    public (int Read, int Write) OpenPipe()
    {
        var ends = stackalloc int[2];
        LastError.ThrowIfFailed(Libc.Pipe2(ends, LinuxConstants.OCloexec), "pipe2", "a new pipe");
        return (ends[0], ends[1]);
    }

    public void Close(int descriptor) =>
        LastError.ThrowIfFailed(Libc.Close(descriptor), "close", PosixText.Descriptor(descriptor));

    public string? ErrnoName(int number) => ErrnoNames.NameOf(number);

    private static int Protection(PageAccess access) => access switch
    {
        PageAccess.None => LinuxConstants.ProtNone,
        PageAccess.Read => LinuxConstants.ProtRead,
        PageAccess.ReadWrite => LinuxConstants.ProtRead | LinuxConstants.ProtWrite,
        _ => throw new ArgumentOutOfRangeException(nameof(access), access, null),
    };
}
