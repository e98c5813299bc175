namespace LinuxThreads.Conditions;

/// <summary>What the kernel says about one processor vulnerability.</summary>
/// <remarks>Source: one file of <c>/sys/devices/system/cpu/vulnerabilities/</c>.</remarks>
/// <param name="Name">The file's name, for instance <c>spectre_v2</c>.</param>
/// <param name="State">The file's line, verbatim: it begins with <c>Not affected</c>, <c>Vulnerable</c>, <c>Mitigation:</c> or <c>Unknown</c>.</param>
public sealed record Mitigation(string Name, string State);
