using System.Globalization;
using LinuxThreads.Stacks;

namespace LinuxThreads.Cli.Output;

/// <summary>Whether each stack may become huge, as a table.</summary>
internal static class HugePageTable
{
    public static TextTable Of(StackSnapshot snapshot)
    {
        var table = new TextTable(">tid", "name", "may", ">aligned", ">huge", ">would add", "why");
        foreach (var stack in snapshot.Threads)
        {
            var judged = stack.HugePages;
            table.Add(
                stack.Tid.ToString(),
                stack.Comm.ToString(),
                judged?.Eligible switch { true => "yes", false => "no", null => Quantity.Unknown },
                judged?.AlignedHugePages?.ToString(CultureInfo.InvariantCulture) ?? Quantity.Unknown,
                Quantity.Bytes(stack.Huge),
                Quantity.Bytes(judged?.Potential),
                judged?.Reason.JsonName() ?? Quantity.Unknown);
        }

        return table;
    }
}
