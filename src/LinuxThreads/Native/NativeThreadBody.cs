using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using LinuxThreads.Interop;

namespace LinuxThreads.Native;

/// <summary>A managed body on its way through <c>pthread_create</c>: what the new thread needs, and what it reports back.</summary>
internal sealed class NativeThreadBody(string? name, Action body)
{
    private readonly TaskCompletionSource<RegisteredThread> _ready = new();

    /// <summary>The start routine for <c>pthread_create</c>; its argument is what <see cref="Hold"/> returned.</summary>
    public static unsafe nint EntryPoint => (nint)(delegate* unmanaged<nint, nint>)&Enter;

    /// <summary>What left the body, once the thread is joined.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Keeps this object for the thread to come, which lets go of it itself.</summary>
    public nint Hold() => GCHandle.ToIntPtr(GCHandle.Alloc(this));

    /// <summary>Lets go where no thread came into being.</summary>
    public static void Release(nint argument) => GCHandle.FromIntPtr(argument).Free();

    /// <summary>Waits until the thread has its name and is registered; rethrows what prevented that.</summary>
    public RegisteredThread WaitUntilReady() => _ready.Task.GetAwaiter().GetResult();

    [UnmanagedCallersOnly]
    private static nint Enter(nint argument)
    {
        var handle = GCHandle.FromIntPtr(argument);
        var self = (NativeThreadBody)handle.Target!;
        handle.Free();
        self.Run();
        return 0;
    }

    // Both catches are as broad as can be on purpose: an exception that left Enter would end the process.
    private void Run()
    {
        try
        {
            if (name is not null)
            {
                // The runtime's name is for debuggers; the kernel's is written by the call below, whatever the runtime does.
                Thread.CurrentThread.Name = name;
                TaskCalls.WriteCurrentName(ThreadName.Encode(name, nameof(name)));
            }

            _ready.SetResult(ThreadRegister.RegisterCurrent());
        }
        catch (Exception exception)
        {
            _ready.SetException(exception);
            return;
        }

        try
        {
            body();
        }
        catch (Exception exception)
        {
            Failure = ExceptionDispatchInfo.Capture(exception);
        }
        finally
        {
            ThreadRegister.RemoveCurrent();
        }
    }
}
