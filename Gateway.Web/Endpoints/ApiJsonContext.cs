using System.Text.Json.Serialization;
using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Serializers of the API's types, built at compile time: the first request of each kind need not wait for them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BatchReceipt))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(BroadcastReceipt))]
[JsonSerializable(typeof(BroadcastRequest))]
[JsonSerializable(typeof(EventReceipt))]
[JsonSerializable(typeof(EventRequest))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(IReadOnlyList<LiveConnection>))]
[JsonSerializable(typeof(MessageReceipt))]
[JsonSerializable(typeof(Presence))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(PubSubStats))]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(RoomConnections))]
[JsonSerializable(typeof(RoomHistory))]
[JsonSerializable(typeof(RoomMessageRequest))]
[JsonSerializable(typeof(Stats))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
