using System.Runtime.InteropServices;

namespace LinuxThreads.Interop;

/// <summary>Keeps a handle's object alive during one call; refuses a disposed one.</summary>
internal readonly ref struct HandleUse
{
    private readonly SafeHandle _owner;

    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    public HandleUse(SafeHandle owner)
    {
        var added = false;
        owner.DangerousAddRef(ref added);
        _owner = owner;
    }

    public void Dispose() => _owner.DangerousRelease();
}
