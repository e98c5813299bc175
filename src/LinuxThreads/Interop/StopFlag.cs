using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>A word outside the managed heap that C code polls, set when a cancellation is requested.</summary>
internal sealed unsafe class StopFlag : IDisposable
{
    private readonly CancellationTokenRegistration _registration;
    private int* _word;

    public StopFlag(CancellationToken cancellation)
    {
        _word = (int*)NativeMemory.AllocZeroed(sizeof(int));
        _registration = cancellation.UnsafeRegister(static state => ((StopFlag)state!).Set(), this);
    }

    /// <summary>The word's address; valid until disposal.</summary>
    public int* Word => _word;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Waits for a callback that is under way, so the word is not written after it is freed.
        _registration.Dispose();
        NativeMemory.Free(_word);
        _word = null;
    }

    private void Set() => Volatile.Write(ref *_word, 1);
}
