using System.Text.Json.Serialization;

namespace LinuxThreads.Conditions;

/// <summary>How far one thing can be measured here.</summary>
public enum CapabilityVerdict
{
    /// <summary>It works in full.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>It works in part, or a setting stands in its way.</summary>
    [JsonStringEnumMemberName("limited")]
    Limited,

    /// <summary>It does not work here.</summary>
    [JsonStringEnumMemberName("missing")]
    Missing,

    /// <summary>It could not be found out.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}
