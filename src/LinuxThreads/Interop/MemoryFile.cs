using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LinuxThreads.Interop;

/// <summary>A file that exists in memory only, and is gone with the last process that has it open (<c>memfd_create(2)</c>).</summary>
internal static unsafe class MemoryFile
{
    private const int MfdCloexec = 1;

    /// <summary>An empty one, closed on exec.</summary>
    /// <exception cref="SyscallException">The kernel would not make it.</exception>
    public static SafeFileHandle Create(string name)
    {
        fixed (byte* bytes = Encoding.UTF8.GetBytes(name + '\0'))
        {
            var descriptor = Libc.Syscall(SyscallNumbers.MemfdCreate, (nint)bytes, MfdCloexec, 0);
            LastError.ThrowIfFailed(descriptor, "memfd_create", name);
            return new SafeFileHandle(descriptor, ownsHandle: true);
        }
    }

    /// <summary>A path to it, for this process and for the program it becomes by <c>exec</c>.</summary>
    public static string PathOf(SafeFileHandle file) => $"/proc/self/fd/{file.DangerousGetHandle()}";
}
