namespace LinuxThreads.Procfs;

/// <summary>The four user ids, or the four group ids, of a task.</summary>
/// <remarks>Source: the lines <c>Uid</c> and <c>Gid</c> of <c>/proc/[pid]/status</c>. Ids without a mapping in the reader's user namespace read as 65,534.</remarks>
/// <param name="Real">Whose task it is; <c>RLIMIT_NPROC</c> counts by it.</param>
/// <param name="Effective">Whose rights it has.</param>
/// <param name="Saved">What the effective id may return to.</param>
/// <param name="Filesystem">Whose rights it has on files.</param>
public readonly record struct CredentialIds(uint Real, uint Effective, uint Saved, uint Filesystem)
{
    internal static CredentialIds From(TextField field)
    {
        var rest = field.Bytes;
        var ids = new CredentialIds(
            field.NextWord(ref rest, field.Key).UInt32(),
            field.NextWord(ref rest, field.Key).UInt32(),
            field.NextWord(ref rest, field.Key).UInt32(),
            field.NextWord(ref rest, field.Key).UInt32());
        return rest.IsEmpty ? ids : throw field.Error("four ids");
    }
}
