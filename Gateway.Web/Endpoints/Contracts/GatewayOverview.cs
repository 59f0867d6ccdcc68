using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One gateway, as of its last report. What a gateway of an older version does not report is absent.</summary>
/// <param name="InstanceId">The gateway.</param>
/// <param name="Connections">WebSockets that are open.</param>
/// <param name="Sessions">Sessions whose socket is here.</param>
/// <param name="Rooms">Rooms with an audience here.</param>
/// <param name="Conversations">Groups and private conversations with an audience here.</param>
/// <param name="QueuedConnections">Connections for which something waits.</param>
/// <param name="QueuedFrames">Frames that wait.</param>
/// <param name="QueuedBytes">Their bytes, before compression.</param>
/// <param name="Draining">Whether it is shutting down.</param>
/// <param name="ReportAgeMs">Milliseconds since it reported, which it does with every renewal of its lease.</param>
/// <param name="Streams">What its connections do with streams.</param>
/// <param name="Counters">What it has counted since its start.</param>
/// <param name="Acknowledge">From having a message to its receipt.</param>
/// <param name="Process">The process.</param>
internal sealed record GatewayOverview(
    string InstanceId,
    long Connections,
    int Sessions,
    int Rooms,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Conversations,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? QueuedConnections,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? QueuedFrames,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? QueuedBytes,
    bool Draining,
    long ReportAgeMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] StreamStats? Streams,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] GatewayCounts? Counters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LatencyFigures? Acknowledge,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProcessFigures? Process);
