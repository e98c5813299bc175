using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LinuxThreads.Cli.Output;

/// <summary>Writes one JSON document to a stream of text.</summary>
internal static class JsonOutput
{
    /// <summary>Writes the document and a final newline.</summary>
    public static void Write<T>(TextWriter writer, T document, JsonTypeInfo<T> typeInfo) =>
        writer.WriteLine(JsonSerializer.Serialize(document, typeInfo));
}
