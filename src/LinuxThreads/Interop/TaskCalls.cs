using System.Text;

namespace LinuxThreads.Interop;

/// <summary>Small calls about one task: its id, its name, where its robust list lies.</summary>
internal static unsafe class TaskCalls
{
    /// <summary>The kernel's id of the calling thread.</summary>
    public static Tid CurrentTid
    {
        get
        {
            LinuxPlatform.Require();
            return new Tid(checked((int)Libc.SyscallThatNeverBlocks(SyscallNumbers.Gettid)));
        }
    }

    /// <summary>Names the calling thread; <paramref name="utf8"/> is at most 15 bytes without a zero.</summary>
    public static void WriteCurrentName(ReadOnlySpan<byte> utf8)
    {
        var zeroTerminated = stackalloc byte[LinuxConstants.TaskCommLength];
        utf8.CopyTo(new Span<byte>(zeroTerminated, LinuxConstants.TaskCommLength - 1));
        zeroTerminated[utf8.Length] = 0;
        LastError.ThrowIfFailed(
            Libc.Prctl(LinuxConstants.PrSetName, (nint)zeroTerminated, 0, 0, 0), "prctl(PR_SET_NAME)", "the calling thread");
    }

    /// <summary>The name of the calling thread. A name may hold any bytes: what is not UTF-8 reads as U+FFFD.</summary>
    public static string ReadCurrentName()
    {
        var name = stackalloc byte[LinuxConstants.TaskCommLength];
        LastError.ThrowIfFailed(
            Libc.Prctl(LinuxConstants.PrGetName, (nint)name, 0, 0, 0), "prctl(PR_GET_NAME)", "the calling thread");
        var bytes = new ReadOnlySpan<byte>(name, LinuxConstants.TaskCommLength);
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    /// <summary>The address of a thread's robust-futex list head; 0 if the thread registered none.</summary>
    /// <remarks>
    /// glibc keeps the head inside the thread's own block at the top of its stack, in every thread it starts; the
    /// answer for another process needs <c>PTRACE_MODE_READ_REALCREDS</c> (<c>kernel/futex/syscalls.c</c>).
    /// </remarks>
    public static bool TryReadRobustList(Tid tid, out nint head, out Errno errno)
    {
        nint found = 0;
        nuint length = 0;
        var result = Libc.Syscall(SyscallNumbers.GetRobustList, tid.Value, (nint)(&found), (nint)(&length));
        errno = result == 0 ? default : LastError.Read();
        head = result == 0 ? found : 0;
        return result == 0;
    }
}
