namespace LinuxThreads.Headroom;

/// <summary>Why a thread was refused, or would be: the limits that give one error number.</summary>
public sealed record LimitExplanation
{
    /// <summary>The error number that is explained; <see langword="null"/> if it is not known.</summary>
    public required Errno? Errno { get; init; }

    /// <summary>The limits with room for no further thread: one of them refused it.</summary>
    public required IReadOnlyList<LimitCheck> Exhausted { get; init; }

    /// <summary>The limits that give this error number, but are not reached yet; the nearest first.</summary>
    public required IReadOnlyList<LimitCheck> Ahead { get; init; }

    /// <summary>The limits that may give it, but cannot be read here.</summary>
    public required IReadOnlyList<LimitCheck> Unknown { get; init; }

    /// <summary>The explanation in one to three sentences, with the way to raise the limit.</summary>
    public string Sentence
    {
        get
        {
            var what = Errno is { } errno ? errno.Name : "the refusal";
            var sentences = new List<string>();
            if (Exhausted.Count > 0)
            {
                sentences.Add($"The limit that gives {what} here is {string.Join(" and ", Exhausted)} ({Exhausted[0].Path}).");
                if (Exhausted[0].HowToRaise is { } raise)
                {
                    sentences.Add(raise);
                }
            }
            else
            {
                sentences.Add($"None of the limits that can be read is exhausted now, so {what} came from one that has room again or that cannot be read.");
                if (Ahead.Count > 0)
                {
                    sentences.Add($"The nearest is {Ahead[0]}, {Ahead[0].ThreadsUntilHit} threads away.");
                }
            }

            if (Exhausted.Count == 0 && Unknown.Count > 0)
            {
                sentences.Add($"Not known here: {string.Join(", ", Unknown.Select(check => $"{check.Name.JsonName()} of {check.Scope}"))}.");
            }

            return string.Join(" ", sentences);
        }
    }
}
