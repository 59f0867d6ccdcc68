using System.Text.Json.Serialization;

namespace Orleans.Realtime.Cli.Statistics;

/// <summary>Reads what the server says of itself.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ServerStats))]
[JsonSerializable(typeof(PubSubCounts))]
internal sealed partial class StatisticsJson : JsonSerializerContext;
