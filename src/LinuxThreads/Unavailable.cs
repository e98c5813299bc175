namespace LinuxThreads;

/// <summary>A figure that could not be had: which one, why, and what would change that.</summary>
/// <remarks>A result whose field is <see langword="null"/> carries one of these; a figure the kernel withholds is never shown as 0.</remarks>
/// <param name="Field">The field that is missing, spelled as in the JSON output.</param>
/// <param name="Reason">Why it is missing, with the file or call that was tried and what the kernel answered.</param>
/// <param name="Fix">What to do to have it, or <see langword="null"/> where nothing helps.</param>
public sealed record Unavailable(string Field, string Reason, string? Fix);
