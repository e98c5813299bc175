namespace LinuxThreads.Conditions;

/// <summary>Something that a kernel may have for handing over directly, or for influencing who runs next.</summary>
/// <param name="Name">Its name, lower case with hyphens: <c>futex-swap</c>.</param>
/// <param name="State">Whether this kernel has it.</param>
/// <param name="Reason">What was tried and what came of it, as a sentence.</param>
/// <param name="Fix">What would bring it, or <see langword="null"/> where it is there or nothing does.</param>
/// <param name="Gives">What it is for, as a phrase.</param>
public sealed record KernelFacility(string Name, FacilityState State, string Reason, string? Fix, string Gives);
