using LinuxThreads.Cli.Json;
using LinuxThreads.Conditions;
using LinuxThreads.Directed;
using LinuxThreads.PingPong;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Output;

/// <summary>Directed hand-overs and the kernel's means as a person reads them, and the answer to Q8.</summary>
internal static class DirectedText
{
    /// <summary>What others published of directed hand-overs.</summary>
    public static IReadOnlyList<PublishedRow> Published { get; } =
    [
        new PublishedRow("SwitchTo, a kernel of Google's own (Turner, Linux Plumbers Conference 2013)", "179 ns a switch"),
        new PublishedRow("FUTEX_SWAP, not merged (Oskolkov, LKML 2020)", "620 ns a swap, against 4,103 ns for a wake and a wait, free to move"),
        new PublishedRow("UMCG, not merged (Oskolkov, LKML May 2021)", "less than 1 µs on one CPU, against 1 to 1.5 µs for a futex there and 5 to 10 µs to an idle one"),
        new PublishedRow("seccomp SYNC_WAKE_UP, in Linux 6.6 (Vagin, LKML January 2023)", "8,655 → 2,919 ns a notified call"),
    ];

    public static void WriteTo(Session session, DirectedResult result, IReadOnlyList<KernelFacility> facilities)
    {
        foreach (var group in result.HandOvers.GroupBy(static entry => entry.Result.Plan.Placement))
        {
            Paragraph.WriteTo(session.Out, session.Terminal, Heading(group.First().Result));
            var table = new TextTable("mechanism", ">a switch", ">× futex", ">interval", ">counted", "verdict");
            foreach (var entry in group)
            {
                var pair = entry.Result;
                table.Add(
                    pair.Plan.Mechanism.JsonName(),
                    Quantity.Time(pair.PerSwitchNs),
                    Quantity.Ratio(entry.ToFutexOnOneCpu?.MedianRatio),
                    Interval(entry.ToFutexOnOneCpu),
                    $"{Quantity.Ratio(pair.Evidence.CountedSwitches / (double)pair.RoundTrips)}/{pair.Plan.Mechanism.NominalSwitchesPerRoundTrip()}",
                    pair.Verdict.JsonName());
            }

            table.WriteTo(session.Out, session.Terminal);
            session.Out.WriteLine();
        }

        foreach (var entry in result.HandOvers.Where(static entry => entry.ToPlainSeccomp is not null))
        {
            Paragraph.WriteTo(
                session.Out, session.Terminal,
                $"{Name(entry)} ÷ {Mechanism.SeccompNotify.JsonName()}: {Quantity.Ratio(entry.ToPlainSeccomp!.MedianRatio)} ({Interval(entry.ToPlainSeccomp)}).");
        }

        Paragraph.WriteTo(
            session.Out, session.Terminal,
            "a switch: round trip ÷ switches counted in it; × futex: to the futex on one CPU. Ratios are medians of the rounds' own. " +
            "Rows were measured in turns, each time in a fresh process.");

        session.Out.WriteLine();
        foreach (var facility in facilities)
        {
            session.Out.WriteLine($"{State(facility.State),-13} {facility.Name}");
            Paragraph.WriteTo(session.Out, session.Terminal, $"{facility.Reason} {facility.Fix}", indent: 14);
        }

        session.Out.WriteLine();
        Paragraph.WriteTo(session.Out, session.Terminal, Sentence(result, facilities));
        session.Out.WriteLine();
        session.Out.WriteLine("Published:");
        foreach (var published in Published)
        {
            Paragraph.WriteTo(session.Out, session.Terminal, $"{published.Source}: {published.Figure}", indent: 2);
        }

        Notes.WriteTo(
            session, result.Unavailable,
            CaveatNotes.ByKind(result.HandOvers.SelectMany(entry => entry.Result.Caveats.Select(caveat => (Name(entry), caveat)))));
    }

    /// <summary>The answer to "would SwitchTo support in the kernel make it competitive?" from what was measured.</summary>
    public static string Sentence(DirectedResult result, IReadOnlyList<KernelFacility> facilities)
    {
        var directed = facilities.Where(static facility => facility.Name is "futex-swap" or "umcg").ToArray();
        string[] present = [.. directed.Where(static facility => facility.State == FacilityState.Present).Select(static facility => facility.Name)];
        string[] open = [.. directed.Where(static facility => facility.State is FacilityState.Unknown or FacilityState.NotPermitted).Select(static facility => facility.Name)];
        var has = present.Length > 0 ? $"This kernel has {string.Join(" and ", present)}, which is not measured here."
            : open.Length > 0 ? $"Whether this kernel has {string.Join(" or ", open)} could not be found out; no released kernel has."
            : "This kernel has no call that hands the CPU to a chosen thread.";
        var futex = result.HandOvers[0].Result;
        var near = futex.PerSwitchNs is { } ns
            ? $" The nearest it has, a futex between two threads on one CPU, takes {Quantity.Time(ns)} a switch [{futex.Verdict.JsonName()}], where SwitchTo took 179 ns in 2013 on other hardware."
            : " What the nearest it has takes, a futex between two threads on one CPU, is not known, since the kernel did not count the switches.";
        return $"{has}{near}{Placing(result)}";
    }

    /// <summary>What the placement alone is worth: seccomp's two kinds of wake-up between threads that are free to move.</summary>
    private static string Placing(DirectedResult result)
    {
        if (result.Find(Mechanism.SeccompNotifySync, PlacementKind.Unpinned) is not { ToPlainSeccomp: { } ratio } sync)
        {
            return "";
        }

        var plain = result.Find(Mechanism.SeccompNotify, PlacementKind.Unpinned)!.Result;
        var verdict = VerdictExtensions.Weakest(sync.Result.Verdict, plain.Verdict);
        var told = ratio.Interval is { High: < 1 } or { Low: > 1 } ? "" : " (by the rounds' interval that may be no difference)";
        return $" Waking on the waker's own CPU makes a seccomp notification between threads that are free to move {Quantity.Ratio(ratio.MedianRatio)} times as long" +
            $"{told}: {Quantity.Time(sync.Result.PerSwitchNs)} a switch instead of {Quantity.Time(plain.PerSwitchNs)} [{verdict.JsonName()}].";
    }

    private static string Heading(PingPongResult result) => result.Plan.Placement.Kind switch
    {
        PlacementKind.SameCpu => $"On CPU {result.Cpus[0]}:",
        PlacementKind.Unpinned => "Free to move:",
        _ => $"On CPUs {result.Cpus[0]} and {result.Cpus[1]}:",
    };

    private static string Name(DirectedHandOver entry) => $"{entry.Result.Plan.Mechanism.JsonName()}, {entry.Result.Plan.Placement}";

    private static string Interval(RatioInterval? ratio) => ratio?.Interval is { } interval
        ? $"{Quantity.Ratio(interval.Low)}–{Quantity.Ratio(interval.High)}"
        : Quantity.Unknown;

    private static string State(FacilityState state) => state switch
    {
        FacilityState.Present => "present",
        FacilityState.Absent => "absent",
        FacilityState.NotPermitted => "not permitted",
        _ => "unknown",
    };
}
