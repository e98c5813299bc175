namespace LinuxThreads.Creation;

/// <summary>The three times of every creation, from the times of its steps.</summary>
internal static class StepTimes
{
    /// <summary>Until <c>clone</c> returned, until the child's first instruction, until it was gone and its stack unmapped.</summary>
    public static (long[] Returned, long[] FirstInstruction, long[] Joined) Whole(long[][] steps)
    {
        var count = steps[(int)CreationStep.Map].Length;
        long[] returned = new long[count], first = new long[count], joined = new long[count];
        for (var i = 0; i < count; i++)
        {
            // The next three count from before clone.
            var prepared = steps[(int)CreationStep.Map][i] + steps[(int)CreationStep.Guard][i] + steps[(int)CreationStep.Touch][i];
            returned[i] = prepared + steps[(int)CreationStep.Clone][i];
            first[i] = prepared + steps[(int)CreationStep.FirstInstruction][i];
            joined[i] = prepared + steps[(int)CreationStep.Join][i] + steps[(int)CreationStep.Unmap][i];
        }

        return (returned, first, joined);
    }
}
