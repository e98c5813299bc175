using LinuxThreads.Conditions;

namespace LinuxThreads.Cli.Json;

/// <summary>The JSON of <c>doctor</c>: <c>linuxthreads/doctor/1</c>.</summary>
internal sealed record DoctorDocument(string Schema, MachineConditions Conditions, IReadOnlyList<CheckRow> Checks);

/// <summary>One thing that this machine, kernel and user can or cannot do.</summary>
internal sealed record CheckRow(string Name, string Verdict, string Finding, string? Fix, string Gives);
