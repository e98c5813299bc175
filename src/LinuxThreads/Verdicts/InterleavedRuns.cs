namespace LinuxThreads.Verdicts;

/// <summary>Repeats several measurements in rounds, so that what makes a stretch of time slow or noisy falls on all of them alike.</summary>
internal static class InterleavedRuns
{
    /// <summary>Runs rounds until there are enough, or the budget is spent.</summary>
    /// <remarks>
    /// A round measures each arm once; the arm that comes first moves on by one with every round. An arm that something disturbed is
    /// run again at once, so that the values of one round stay neighbours in time. The result at an arm's index has its
    /// repetitions in the order of the rounds, as many as any other arm.
    /// </remarks>
    /// <param name="rounds">Rounds wanted; at least 1.</param>
    /// <param name="extra">Disturbed repetitions of each arm that may be given up for others.</param>
    /// <param name="budget">When to stop, though never before the first round is whole, which is then kept as it is; null for never.</param>
    /// <param name="arms">What is compared; at least one.</param>
    /// <param name="cancellation">Asked before and after each repetition.</param>
    /// <param name="roundBegins">Called before each round with its number from 0; may be null.</param>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public static IReadOnlyList<RepeatedRun> Collect(
        int rounds, int extra, TimeSpan? budget, IReadOnlyList<Arm> arms, CancellationToken cancellation, Action<int>? roundBegins = null)
    {
        var clock = new BudgetClock(budget);
        var kept = arms.Select(_ => new List<Repetition>(rounds)).ToArray();
        var givenUp = new int[arms.Count];
        for (var round = 0; round < rounds; round++)
        {
            roundBegins?.Invoke(round);
            if (Round(round, arms, givenUp, extra, clock, cancellation) is not { } repetitions)
            {
                break;
            }

            for (var at = 0; at < arms.Count; at++)
            {
                kept[at].Add(repetitions[at]);
            }
        }

        return [.. arms.Select((arm, at) => new RepeatedRun(kept[at], givenUp[at], rounds, arm.SpinsBeforeParking))];
    }

    /// <summary>One repetition of each arm, or null if the budget ended before the round did.</summary>
    private static Repetition[]? Round(
        int round, IReadOnlyList<Arm> arms, int[] givenUp, int extra, BudgetClock clock, CancellationToken cancellation)
    {
        var repetitions = new Repetition[arms.Count];
        for (var i = 0; i < arms.Count; i++)
        {
            var at = (i + round) % arms.Count;
            do
            {
                if (round > 0 && clock.IsSpent)
                {
                    return null;
                }

                cancellation.ThrowIfCancellationRequested();
                repetitions[at] = arms[at].Measure();
                cancellation.ThrowIfCancellationRequested();
            }
            while (IsGivenUp(repetitions[at], ref givenUp[at]));
        }

        return repetitions;

        bool IsGivenUp(Repetition repetition, ref int count)
        {
            // In the first round the last chance is taken as it is.
            if (count >= extra || !repetition.IsDisturbed || (round == 0 && clock.IsSpent))
            {
                return false;
            }

            count++;
            return true;
        }
    }
}
