using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A message was stored, or, with <paramref name="Durable"/> false, delivered to those who were connected.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="Seq">Its position in the room; absent when it was not stored.</param>
/// <param name="CreatedAt">When it was taken, RFC 3339 UTC with milliseconds.</param>
/// <param name="Durable">False when it is in no log, else absent.</param>
internal sealed record MessageReceipt(
    string MessageId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Seq,
    string CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Durable = null);
