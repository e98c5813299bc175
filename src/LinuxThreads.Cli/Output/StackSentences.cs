using System.Globalization;
using LinuxThreads.Stacks;

namespace LinuxThreads.Cli.Output;

/// <summary>What a snapshot of stacks says besides its table: whether they may become huge, and what deep calls left behind.</summary>
internal static class StackSentences
{
    // Less than this is the few pages that every start of a thread touches.
    private const double LeastShare = 0.25;
    private static readonly ByteSize LeastMentioned = ByteSize.FromKibibytes(64);

    public static IEnumerable<string> Of(StackSnapshot snapshot)
    {
        if (HugePages(snapshot.Threads) is { } hugePages)
        {
            yield return hugePages;
        }

        if (Retained(snapshot) is { } retained)
        {
            yield return retained;
        }
    }

    /// <summary>How many of the located stacks may become huge, and why not the others; null if none was located.</summary>
    internal static string? HugePages(IReadOnlyList<ThreadStack> threads)
    {
        var stacks = threads.Where(static stack => stack.HugePages is not null).ToArray();
        if (stacks.Length == 0)
        {
            return null;
        }

        var others = stacks.Where(static stack => stack.HugePages!.Eligible != true)
            .GroupBy(static stack => stack.HugePages!.Reason).OrderByDescending(static group => group.Count()).ToArray();
        var eligible = stacks.Where(static stack => stack.HugePages!.Eligible == true).ToArray();
        if (eligible.Length == 0)
        {
            return others.All(static group => group.Key == HugePageReason.NotTold)
                ? "Whether the stacks may become huge is unknown: the kernel does not tell."
                : $"None of {Count(stacks.Length)} may become huge: {Reasons(others, stacks.Length)}.";
        }

        var potential = new ByteSize(eligible.Sum(static stack => stack.HugePages!.Potential?.Bytes ?? 0));
        var huge = new ByteSize(eligible.Sum(static stack => stack.Huge?.Bytes ?? 0));
        var why = string.Join(", ", eligible.GroupBy(static stack => stack.HugePages!.Reason).Select(static group => group.Key.Phrase()));
        var has = huge.Bytes == 0 ? "" : $"; {Quantity.Bytes(huge)} of them are";
        var cost = potential.Bytes == 0 ? "" : $": the first huge page of each would make {Quantity.Bytes(potential)} more resident";
        var rest = others.Length == 0 ? "" : $" The others may not: {Reasons(others, stacks.Length - eligible.Length)}.";
        return $"{eligible.Length} of {Count(stacks.Length)} may become huge ({why}){has}{cost}.{rest}";
    }

    private static string? Retained(StackSnapshot snapshot)
    {
        var totals = snapshot.Totals;
        if (totals.Retained < LeastMentioned || totals.Retained / totals.Rss < LeastShare)
        {
            return null;
        }

        var most = snapshot.Threads.MaxBy(static stack => stack.Retained?.Bytes ?? -1)!;
        var by = totals.Huge.Bytes == 0 ? "calls that have returned left them behind" : "calls that have returned left them behind, or they are the rest of a huge page";
        return $"{Quantity.Bytes(totals.Retained)} of what is resident lie below the stack pointers: {by}, most on the stack "
            + $"of {most.Tid} ({Quantity.Bytes(most.Retained)}). They stay until the thread ends or its stack is trimmed.";
    }

    private static string Reasons(IGrouping<HugePageReason, ThreadStack>[] groups, int of) => string.Join(
        "; ", groups.Select(group => $"{group.Key.Phrase()} on {(groups.Length > 1 || of == 1 ? group.Count().ToString(CultureInfo.InvariantCulture) : "each")}"));

    private static string Count(int stacks) => stacks == 1 ? "1 stack" : $"{stacks} stacks";
}
