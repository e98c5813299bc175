namespace LinuxThreads.Interop;

/// <summary>The pages of a part of a stack of this process: how many are in memory, and giving them back.</summary>
/// <remarks>Straight to the C library: a call by Mono.Posix allocates, and runs deeper on the stack that is being trimmed.</remarks>
internal static unsafe class StackPages
{
    private const int PagesAtOnce = 512;

    /// <summary>The bytes of whole pages that are in memory, swapped ones not.</summary>
    /// <exception cref="SyscallException">The kernel refused: the range is not mapped (<c>ENOMEM</c>).</exception>
    public static ByteSize CountResident(nuint low, nuint high)
    {
        var page = (nuint)Environment.SystemPageSize;
        var states = stackalloc byte[PagesAtOnce];
        long resident = 0;
        for (var address = low; address < high;)
        {
            var pages = Math.Min((high - address + page - 1) / page, PagesAtOnce);
            // The message is made only when it is needed: a ledger counts thousands of stacks and must not grow by it.
            if (Libc.Mincore((nint)address, pages * page, states) != 0)
            {
                throw new SyscallException("mincore", LastError.Read(), PosixText.Range((nint)address, pages * page));
            }

            for (nuint i = 0; i < pages; i++)
            {
                resident += states[i] & 1;
            }

            address += pages * page;
        }

        return new ByteSize(checked(resident * (long)page));
    }

    /// <summary>Gives the pages back at once: what is read there next is zero.</summary>
    /// <remarks>
    /// <c>MADV_DONTNEED</c>, not <c>MADV_FREE</c>: that one leaves the pages resident until memory is short, so that nothing would be
    /// seen to be freed, and a page written meanwhile stays.
    /// </remarks>
    /// <exception cref="SyscallException">The kernel refused: the range is locked in memory (<c>EINVAL</c>).</exception>
    public static void Discard(nuint low, nuint high) => LastError.ThrowIfFailed(
        Libc.Madvise((nint)low, high - low, LinuxConstants.MadvDontneed),
        "madvise(MADV_DONTNEED)",
        PosixText.Range((nint)low, high - low),
        "Memory locked by mlock or mlockall cannot be given back; unlock it first.");
}
