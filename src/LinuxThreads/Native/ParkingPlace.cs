using System.Runtime.CompilerServices;
using LinuxThreads.Interop;

namespace LinuxThreads.Native;

/// <summary>A place where one thread of this process sleeps until it is woken, and where its stack can be trimmed meanwhile.</summary>
/// <remarks>
/// Works like a permit: <see cref="Wake"/> before <see cref="Park"/> lets that one return at once, and permits do not add up. Any
/// thread that runs managed code may park, one at a time. A wake-up and <see cref="StackTrimmer.Trim(ParkingPlace)"/> exclude each other. There is no
/// time limit on purpose: a thread that woke by itself could go deeper while its stack is cut.
/// </remarks>
/// <example><code>
/// var place = new ParkingPlace();
/// using var worker = NativeThread.Start(new() { Name = "worker" }, () =>
/// {
///     Parse(deeplyNestedDocument);
///     place.Park();
/// });
/// // … idle for long:
/// StackTrimmer.TryTrim(place, out var trimmed);
/// place.Wake();
/// </code></example>
public sealed unsafe class ParkingPlace
{
    private const int Waiting = 0;
    private const int Permitted = 1;

    // Held by Wake and by a trim: while it is held and the word is Waiting, the sleeper stays where it is.
    private readonly Lock _gate = new();
    private int _word = Waiting;
    private bool _isTaken;
    private bool _isAsleep;
    private UnusedStack _unused;

    /// <summary>True while a thread sleeps here, or is about to wake up.</summary>
    public bool IsOccupied => Volatile.Read(ref _isAsleep);

    /// <summary>Sleeps until <see cref="Wake"/>; returns at once if that was called before.</summary>
    /// <exception cref="InvalidOperationException">Another thread sleeps here, or the calling thread runs on a signal stack or in a coroutine.</exception>
    /// <exception cref="SyscallException">The kernel refused.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Park()
    {
        LinuxPlatform.Require();
        byte here;
        var unused = UnusedStack.OfCurrent((nuint)(&here), StackTrimmer.Margin);
        lock (_gate)
        {
            if (_isTaken)
            {
                throw new InvalidOperationException("Another thread sleeps at this place already.");
            }

            if (_word == Permitted)
            {
                _word = Waiting;
                return;
            }

            _isTaken = true;
            _unused = unused;
        }

        // Compiles and binds everything that the sleeper runs, here, where it may still go as deep as it likes: the word
        // does not hold this value, so the kernel answers at once.
        _ = Futex.Wait(ref _word, -1);
        Sleep();
        lock (_gate)
        {
            _isAsleep = false;
            _isTaken = false;
            _word = Waiting;
        }
    }

    /// <summary>Wakes the thread that sleeps here, or lets the next one pass.</summary>
    /// <exception cref="SyscallException">The kernel refused.</exception>
    public void Wake()
    {
        lock (_gate)
        {
            Volatile.Write(ref _word, Permitted);
            Futex.Wake(ref _word, 1);
        }
    }

    internal bool TryTrimSleeper(out TrimResult result)
    {
        lock (_gate)
        {
            if (!Volatile.Read(ref _isAsleep) || _word == Permitted)
            {
                result = default;
                return false;
            }

            result = _unused.Discard();
            return true;
        }
    }

    /// <summary>From the announcement until the word changes, nothing here runs deeper than the margin, however often the kernel wakes it for nothing.</summary>
    /// <remarks>Not tiered: a loop that runs often would be compiled again, on this stack.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Sleep()
    {
        Volatile.Write(ref _isAsleep, true);
        while (Volatile.Read(ref _word) == Waiting)
        {
            _ = Futex.Wait(ref _word, Waiting);
        }
    }
}
