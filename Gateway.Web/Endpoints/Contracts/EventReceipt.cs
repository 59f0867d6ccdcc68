using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>An event was stored in an inbox, or, with <paramref name="Durable"/> false, delivered to the user's connections.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Seq">Its position in the inbox; absent when it was not stored.</param>
/// <param name="Online">Whether the user had a live connection at that moment.</param>
/// <param name="Durable">False when it is in no inbox, else absent.</param>
internal sealed record EventReceipt(
    string Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Seq,
    bool Online,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Durable = null);
