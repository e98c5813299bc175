using System.Runtime.CompilerServices;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Native;

/// <summary>Gives the part of a stack that is not in use back to the kernel, and reports what that freed.</summary>
/// <remarks>
/// What a deep call touched stays resident until its thread ends. Two cases are safe: the calling thread, and a thread that
/// sleeps where it can only be woken through the object that trims it (<see cref="ParkingPlace"/>). Any other thread may wake up and
/// go deeper while its stack is cut, and is not offered: have it call <see cref="TrimCurrent"/> before it waits.
/// <c>madvise(MADV_DONTNEED)</c> frees at once; the pages come back as zeros when the stack grows into them, a page fault each.
/// Never touched: the pages that are in use, <see cref="Margin"/> below them, the guard, an alternate signal stack that
/// lies within the stack.
/// </remarks>
/// <example><code>
/// Parse(deeplyNestedDocument);
/// var trimmed = StackTrimmer.TrimCurrent();
/// Console.WriteLine($"{trimmed.Freed} freed");
/// </code></example>
public static unsafe class StackTrimmer
{
    /// <summary>How much below the frame of a .NET thread is left alone: 64 KiB.</summary>
    /// <remarks>
    /// The frames of the call itself need some hundred bytes of it. The rest is for what may run there without being called:
    /// a signal's frame (up to 11 KiB with AMX state, <c>AT_MINSIGSTKSZ</c>) and its handler, the runtime's activation
    /// injection, which stops a thread for a collection by a signal, and, in a sleeper, a wake-up that was not meant for it. And it
    /// saves page faults: the pages right below the frame are the ones that are used next.
    /// </remarks>
    public static ByteSize Margin { get; } = ByteSize.FromKibibytes(64);

    // What one signal's frame may take where the kernel does not tell (AT_MINSIGSTKSZ, x86-64 since Linux 5.14): AMX state is 11 KiB.
    private const long LargestSignalFrame = 16 << 10;

    /// <summary>Gives back what the calling thread leaves unused of its own stack, <see cref="Margin"/> below the call.</summary>
    /// <exception cref="InvalidOperationException">The thread runs on a signal stack or in a coroutine.</exception>
    /// <exception cref="SyscallException">The C library could not tell the stack's bounds, or the kernel refused (<c>EINVAL</c>: the stack is locked in memory).</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TrimResult TrimCurrent()
    {
        LinuxPlatform.Require();
        byte here;
        return UnusedStack.OfCurrent((nuint)(&here), Margin).Discard();
    }

    /// <summary>Gives back what the thread that sleeps at a place leaves unused of its stack; false if none sleeps there.</summary>
    /// <remarks>Whoever wants to wake the thread waits until this is done.</remarks>
    /// <param name="place">Where it sleeps.</param>
    /// <param name="result">What was freed.</param>
    /// <exception cref="SyscallException">The kernel refused (<c>EINVAL</c>: the stack is locked in memory).</exception>
    public static bool TryTrim(ParkingPlace place, out TrimResult result)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.TryTrimSleeper(out result);
    }

    /// <summary>Gives back what the thread that sleeps at a place leaves unused of its stack.</summary>
    /// <param name="place">Where it sleeps.</param>
    /// <exception cref="InvalidOperationException">No thread sleeps there.</exception>
    /// <exception cref="SyscallException">The kernel refused (<c>EINVAL</c>: the stack is locked in memory).</exception>
    public static TrimResult Trim(ParkingPlace place) => TryTrim(place, out var result)
        ? result
        : throw new InvalidOperationException("No thread sleeps at this place: it never came, was woken, or is just falling asleep.");

    /// <summary>Gives back what a parked thread of the shim leaves unused of its stack.</summary>
    /// <remarks>
    /// The thread sleeps in one futex wait that only the group's release ends, and the handle is held meanwhile. The kernel's
    /// own stack pointer of the thread tells where its use ends.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The kernel does not show the thread asleep in its futex wait.</exception>
    internal static TrimResult Trim(ParkGroupHandle group, uint index)
    {
        var held = false;
        group.DangerousAddRef(ref held);
        try
        {
            var thread = group.Thread(index);
            var pointer = ParkedStackPointer(new Tid(thread.Tid));
            if (pointer < thread.StackLow || pointer >= thread.StackHigh)
            {
                throw new InvalidOperationException($"The stack pointer 0x{pointer:x} of thread {thread.Tid} is not on its stack.");
            }

            var used = pointer - Math.Min((ulong)ShimMargin, pointer);
            return UnusedStack.Between((nuint)thread.StackLow, (nuint)used, null).Discard();
        }
        finally
        {
            if (held)
            {
                group.DangerousRelease();
            }
        }
    }

    /// <summary>Left alone below the stack pointer of a parked thread of the shim, in bytes: one signal and a page for its handler.</summary>
    /// <remarks>These threads block every signal but the two that the C library keeps for itself; it sends one when a process changes its user.</remarks>
    private static long ShimMargin => (Libc.Getauxval(LinuxConstants.AtMinsigstksz) is > 0 and var told ? checked((long)told) : LargestSignalFrame)
        + Environment.SystemPageSize;

    private static ulong ParkedStackPointer(Tid tid)
    {
        var position = PidSyscall.Read(ProcRoot.System, Pid.Current, tid);
        return position is { Position: SyscallPosition.InSyscall, StackPointer: { } pointer } && position.Number == SyscallNumbers.Futex
            ? pointer
            : throw new InvalidOperationException($"Thread {tid} is not asleep in its futex wait.");
    }
}
