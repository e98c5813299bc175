using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

/// <summary>A page table written by hand: the words of the pages that have any bit.</summary>
internal sealed class FakePageTable : IPageTable
{
    private readonly Dictionary<ulong, ulong> _words = [];

    public ulong PageSize => 0x1000;

    /// <summary>The addresses that were asked for, and how many pages from there.</summary>
    public List<(ulong Address, int Pages)> Reads { get; } = [];

    /// <summary>The address from which the process is gone.</summary>
    public ulong EndsAt { get; init; } = ulong.MaxValue;

    public ulong this[ulong address]
    {
        set => _words[address] = value;
    }

    public bool TryRead(ulong address, Span<ulong> words)
    {
        Reads.Add((address, words.Length));
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = _words.GetValueOrDefault(address + ((ulong)i * PageSize));
        }

        return address + ((ulong)words.Length * PageSize) <= EndsAt;
    }

    public bool TrySumHuge(AddressRange range, out ByteSize huge, out Errno errno)
    {
        huge = default;
        errno = default;
        return false;
    }
}
