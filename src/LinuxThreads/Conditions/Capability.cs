namespace LinuxThreads.Conditions;

/// <summary>One thing that this machine, kernel and user can or cannot measure.</summary>
/// <param name="Name">Its name, lower case with hyphens: <c>pagemap-scan</c>.</param>
/// <param name="Verdict">How far it works.</param>
/// <param name="Finding">What was tried and what came of it, as a sentence.</param>
/// <param name="Fix">What to change to have it, or <see langword="null"/> where it works or nothing helps.</param>
/// <param name="Gives">What it is needed for, as a phrase.</param>
public sealed record Capability(string Name, CapabilityVerdict Verdict, string Finding, string? Fix, string Gives);
