namespace LinuxThreads.Interop;

/// <summary>What both <see cref="IPosix"/> implementations say and demand in the same words.</summary>
internal static class PosixText
{
    public static string Range(nint address, nuint length) => $"{length} bytes at 0x{address:x}";

    public static string Descriptor(int descriptor) => $"descriptor {descriptor}";

    /// <summary>Demands one byte per started page, since <c>mincore</c> writes that many whatever the buffer's size.</summary>
    public static void RequireRoom(nuint length, int room, long pageSize)
    {
        var pages = ((ulong)length + (ulong)pageSize - 1) / (ulong)pageSize;
        if ((ulong)room < pages)
        {
            throw new ArgumentException($"mincore over {length} bytes writes {pages} bytes, and the buffer has {room}.", nameof(room));
        }
    }
}
