using System.Runtime.CompilerServices;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Native;

/// <summary>The part of a stack that its thread does not use and will not use while it is trimmed; whole pages.</summary>
internal readonly record struct UnusedStack(nuint Low, nuint High)
{
    /// <summary>The part that is left below <paramref name="lowestUsed"/>.</summary>
    /// <param name="stackLow">The lowest address of the stack, above its guard.</param>
    /// <param name="lowestUsed">The lowest address that may be used.</param>
    /// <param name="signals">The thread's alternate signal stack; one that lies in the stack keeps what is below it, too.</param>
    public static UnusedStack Between(nuint stackLow, nuint lowestUsed, SignalStack? signals)
    {
        var page = (nuint)Environment.SystemPageSize;
        var low = stackLow;
        if (signals is { } other && other.Low < lowestUsed && other.High > stackLow)
        {
            low = Math.Max(low, other.High);
        }

        low = (low + page - 1) / page * page;
        var high = lowestUsed / page * page;
        return high > low ? new UnusedStack(low, high) : new UnusedStack(low, low);
    }

    /// <summary>What the calling thread leaves unused below an address of its stack less a margin.</summary>
    /// <exception cref="InvalidOperationException">The thread is on another stack than the C library gave it.</exception>
    public static UnusedStack OfCurrent(nuint frame, ByteSize margin)
    {
        var bounds = NativeThread.ReadStack(Pthread.Self());
        var signals = SignalStack.ReadCurrent();
        if (!bounds.Contains(frame) || signals is { IsInUse: true })
        {
            throw new InvalidOperationException(
                $"The calling thread is at 0x{frame:x}, which is not on the stack that the C library made for it ({bounds}): "
                + "it runs on a signal stack or in a coroutine, and what of its own stack is unused is not known.");
        }

        var low = IsMainThread ? Math.Max(bounds.Low, MappedFrom(frame)) : bounds.Low;
        return Between(low, frame - Math.Min((nuint)margin.Bytes, frame), signals);
    }

    /// <summary>Gives it back, and says what that freed.</summary>
    /// <exception cref="SyscallException">The kernel refused.</exception>
    public TrimResult Discard()
    {
        if (High == Low)
        {
            return new TrimResult(Low, High, ByteSize.Zero, ByteSize.Zero);
        }

        var before = StackPages.CountResident(Low, High);
        StackPages.Discard(Low, High);
        return new TrimResult(Low, High, before, StackPages.CountResident(Low, High));
    }

    private static bool IsMainThread => TaskCalls.CurrentTid == Pid.Current.MainThread;

    /// <summary>The first thread's stack grows on demand: the C library tells how far it may, maps how far it did.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nuint MappedFrom(nuint address)
    {
        const string Path = "proc/self/maps";
        var buffer = new ProcBuffer();
        ProcRoot.System.Read(Path, buffer);
        foreach (var mapping in Maps.Enumerate(buffer.Bytes, ProcRoot.System.Resolve(Path)))
        {
            if (address >= mapping.Start && address < mapping.End)
            {
                return (nuint)mapping.Start;
            }
        }

        throw new MeasurementAbortedException("reading the stack's mapping", $"/proc/self/maps has no mapping at 0x{address:x}, where the thread runs.");
    }
}
