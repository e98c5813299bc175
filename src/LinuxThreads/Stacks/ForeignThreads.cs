namespace LinuxThreads.Stacks;

/// <summary>The threads of another process.</summary>
internal sealed class ForeignThreads : IOwnThreads
{
    public ulong? HeadToEnd => null;

    public bool TryFind(Tid tid, out AddressRange bounds, out ByteSize guard)
    {
        bounds = default;
        guard = default;
        return false;
    }
}
