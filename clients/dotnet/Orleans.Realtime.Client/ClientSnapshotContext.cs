using System.Text.Json.Serialization;

namespace Orleans.Realtime.Client;

/// <summary>Serializes snapshots without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClientSnapshot))]
public sealed partial class ClientSnapshotContext : JsonSerializerContext;
