using System.Text.Json;

namespace LinuxThreads.Cli.Tests;

/// <summary>Reads documents as their users do: by the names and types of the contract.</summary>
internal static class JsonShape
{
    public static string[] Names(this JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) => element.GetProperty(name).EnumerateArray();

    public static long Long(this JsonElement element, string name) => element.GetProperty(name).GetInt64();

    public static long? LongOrNull(this JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.GetInt64() : null;

    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();
}
