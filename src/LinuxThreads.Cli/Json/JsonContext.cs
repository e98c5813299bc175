using System.Text.Json.Serialization;

namespace LinuxThreads.Cli.Json;

/// <summary>How the tool's documents become JSON: snake_case, unknown as null, no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(StacksDocument))]
[JsonSerializable(typeof(SwitchesDocument))]
[JsonSerializable(typeof(PingPongDocument))]
[JsonSerializable(typeof(LadderDocument))]
[JsonSerializable(typeof(CreateDocument))]
[JsonSerializable(typeof(OverheadDocument))]
[JsonSerializable(typeof(ReportDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(LimitsDocument))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(ScaleDocument))]
[JsonSerializable(typeof(FootprintDocument))]
[JsonSerializable(typeof(LoadDocument))]
[JsonSerializable(typeof(DirectedDocument))]
internal sealed partial class JsonContext : JsonSerializerContext;
