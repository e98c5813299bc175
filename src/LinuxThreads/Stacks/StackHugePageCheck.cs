using LinuxThreads.Conditions;

namespace LinuxThreads.Stacks;

/// <summary>Judges from stacks that exist whether stacks become huge on this machine; the setting alone does not tell.</summary>
public static class StackHugePageCheck
{
    private const string Name = "huge-page-stacks-here";
    private const string Gives = "stacks of this C library, kernel and setting that hold only what they touched";

    /// <summary>The check, from the stacks of a process.</summary>
    /// <param name="snapshot">The process, as a rule the calling one: its stacks were made by the C library that is in use here.</param>
    public static Capability Of(StackSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var known = snapshot.Threads.Where(static stack => stack.HugePages is { Eligible: not null }).ToArray();
        if (known.Length == 0)
        {
            return new Capability(Name, CapabilityVerdict.Unknown,
                "The kernel does not tell of any stack of this process whether it may become huge (THPeligible of smaps, since Linux 5.0).", null, Gives);
        }

        var eligible = known.Where(static stack => stack.HugePages!.Eligible == true).ToArray();
        var huge = known.Count(static stack => stack.Huge is { Bytes: > 0 });
        if (eligible.Length == 0)
        {
            var reasons = known.GroupBy(static stack => stack.HugePages!.Reason).OrderByDescending(static group => group.Count())
                .Select(static group => $"{group.Key.Phrase()} on {group.Count()}");
            return new Capability(Name, CapabilityVerdict.Ok,
                $"None of the {known.Length} stacks of this process may become huge: {string.Join("; ", reasons)}.", null, Gives);
        }

        var size = eligible.Max(static stack => stack.HugePages!.Size?.Bytes ?? 0);
        return new Capability(Name, CapabilityVerdict.Limited,
            $"{eligible.Length} of the {known.Length} stacks of this process may become huge, {huge} are in part: the first write to an aligned part makes {size:N0} bytes resident.",
            "As root: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled; or prctl(PR_SET_THP_DISABLE) before the threads start.", Gives);
    }
}
