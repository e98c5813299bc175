namespace LinuxThreads.Procfs;

/// <summary>What a task is doing, by the kernel's own letter.</summary>
/// <remarks>Source: <c>State</c> of <c>/proc/[pid]/status</c> and the third field of <c>/proc/[pid]/stat</c> (<c>task_state_array</c>, fs/proc/array.c).</remarks>
/// <param name="Letter">The letter, for instance <c>S</c>; a letter that this library does not know is kept.</param>
public readonly record struct TaskState(char Letter)
{
    /// <summary>The kernel's words for the letter, for instance <c>sleeping</c>; <see langword="null"/> for a letter this library does not know.</summary>
    /// <remarks>Source: <c>State</c>, between the parentheses. <c>I</c> since Linux 4.14.</remarks>
    public string? Description => Letter switch
    {
        'R' => "running",
        'S' => "sleeping",
        'D' => "disk sleep",
        'T' => "stopped",
        't' => "tracing stop",
        'X' or 'x' => "dead",
        'Z' => "zombie",
        'P' => "parked",
        'I' => "idle",
        'K' => "wakekill",
        'W' => "waking",
        _ => null,
    };

    /// <summary>The letter.</summary>
    public override string ToString() => Letter.ToString();

    internal static TaskState From(TextField field) => field.Bytes is [> (byte)' ' and < 127, ..] and ([_] or [_, (byte)' ', (byte)'(', .., (byte)')'])
        ? new TaskState((char)field.Bytes[0])
        : throw field.Error("a state letter");
}
