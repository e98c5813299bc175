using System.Text.Json.Serialization;

namespace LinuxThreads.Conditions;

/// <summary>Whether the kernel has something, as far as this process can tell.</summary>
public enum FacilityState
{
    /// <summary>The kernel has it and lets this process use it.</summary>
    [JsonStringEnumMemberName("present")]
    Present,

    /// <summary>The kernel does not have it.</summary>
    [JsonStringEnumMemberName("absent")]
    Absent,

    /// <summary>The kernel has it, or may have it, and forbids it to this process.</summary>
    [JsonStringEnumMemberName("not-permitted")]
    NotPermitted,

    /// <summary>It could not be found out.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}
