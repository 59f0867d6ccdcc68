using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Where the delivery of a log to one gateway or service stands.</summary>
/// <param name="Name">The gateway's instance id, or the service's name.</param>
/// <param name="Connections">Connections there that listen; absent where the log's owner does not know.</param>
/// <param name="DeliveredSeq">The last position that it confirmed.</param>
/// <param name="Backlog">Positions that it does not have yet.</param>
internal sealed record ReceiverState(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Connections,
    long DeliveredSeq,
    long Backlog);
