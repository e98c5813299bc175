using System.Buffers;
using Mono.Unix.Native;

namespace LinuxThreads.Interop;

/// <summary>The POSIX calls through Mono.Posix.NETStandard: the only file that touches that package.</summary>
/// <remarks>Its native helper <c>libMonoPosixHelper.so</c> exists for glibc only and needs libz; <see cref="Posix"/> probes it.</remarks>
internal sealed class MonoPosix : IPosix
{
    public long Sysconf(SysconfName name)
    {
        var value = Syscall.sysconf(name switch
        {
            SysconfName.ClockTicks => Mono.Unix.Native.SysconfName._SC_CLK_TCK,
            SysconfName.PageSize => Mono.Unix.Native.SysconfName._SC_PAGESIZE,
            SysconfName.ThreadStackMin => Mono.Unix.Native.SysconfName._SC_THREAD_STACK_MIN,
            SysconfName.ProcessorsConfigured => Mono.Unix.Native.SysconfName._SC_NPROCESSORS_CONF,
            SysconfName.ProcessorsOnline => Mono.Unix.Native.SysconfName._SC_NPROCESSORS_ONLN,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        });
        ThrowIfFailed(value, "sysconf", name.ToString());
        return value;
    }

    public nint Map(nuint length, PageAccess access)
    {
        var address = Syscall.mmap(
            0, length, Protection(access), MmapFlags.MAP_PRIVATE | MmapFlags.MAP_ANONYMOUS | MmapFlags.MAP_NORESERVE, -1, 0);
        ThrowIfFailed(address, "mmap", $"{length} bytes");
        return address;
    }

    public void Unmap(nint address, nuint length) =>
        ThrowIfFailed(Syscall.munmap(address, length), "munmap", PosixText.Range(address, length));

    public void Protect(nint address, nuint length, PageAccess access) =>
        ThrowIfFailed(Syscall.mprotect(address, length, Protection(access)), "mprotect", PosixText.Range(address, length));

    public void ReadResidency(nint address, nuint length, Span<byte> pages)
    {
        PosixText.RequireRoom(length, pages.Length, Sysconf(SysconfName.PageSize));
        // The package takes an array only; a rented one, since garbage per stack would be in the footprint that is read by this.
        var vector = ArrayPool<byte>.Shared.Rent(pages.Length);
        try
        {
            ThrowIfFailed(Syscall.mincore(address, length, vector), "mincore", PosixText.Range(address, length));
            vector.AsSpan(0, pages.Length).CopyTo(pages);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(vector);
        }
    }

    public (int Read, int Write) OpenPipe()
    {
        ThrowIfFailed(Syscall.pipe(out var read, out var write), "pipe", "a new pipe");
        // The package has no pipe2: a fork and exec by another thread right here would inherit the two ends.
        const int FdCloexec = 1;
        ThrowIfFailed(Syscall.fcntl(read, FcntlCommand.F_SETFD, FdCloexec), "fcntl(F_SETFD)", PosixText.Descriptor(read));
        ThrowIfFailed(Syscall.fcntl(write, FcntlCommand.F_SETFD, FdCloexec), "fcntl(F_SETFD)", PosixText.Descriptor(write));
        return (read, write);
    }

    public void Close(int descriptor) =>
        ThrowIfFailed(Syscall.close(descriptor), "close", PosixText.Descriptor(descriptor));

    public string? ErrnoName(int number) =>
        NativeConvert.TryToErrno(number, out var errno) && Enum.IsDefined(errno) ? MainName(errno.ToString()) : null;

    // Where two names share a number, an enum's text is either of them; the kernel's own spelling comes out.
    private static string MainName(string name) => name switch
    {
        "EWOULDBLOCK" => "EAGAIN",
        "EDEADLOCK" => "EDEADLK",
        "ENOTSUP" => "EOPNOTSUPP",
        _ => name,
    };

    private static MmapProts Protection(PageAccess access) => access switch
    {
        PageAccess.None => MmapProts.PROT_NONE,
        PageAccess.Read => MmapProts.PROT_READ,
        PageAccess.ReadWrite => MmapProts.PROT_READ | MmapProts.PROT_WRITE,
        _ => throw new ArgumentOutOfRangeException(nameof(access), access, null),
    };

    private static void ThrowIfFailed(long result, string operation, string target)
    {
        if (result == -1)
        {
            // The package numbers errors in its own way; the raw number is the kernel's.
            var errno = Stdlib.GetLastError();
            throw new SyscallException(operation, new Errno(NativeConvert.FromErrno(errno)), target);
        }
    }
}
