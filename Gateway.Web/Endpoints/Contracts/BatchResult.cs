using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What became of one user's event.</summary>
/// <param name="UserId">Whose inbox.</param>
/// <param name="Id">The message's id.</param>
/// <param name="Seq">Its position in the inbox; 0 when there was an error, absent when the event was delivered but not stored.</param>
/// <param name="Online">Whether the user had a live connection at that moment.</param>
/// <param name="Error">The error code when it was refused, else absent.</param>
/// <param name="Durable">False when the event was delivered but is in no inbox, else absent.</param>
internal sealed record BatchResult(
    string UserId,
    string Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Seq,
    bool Online,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Durable = null);
