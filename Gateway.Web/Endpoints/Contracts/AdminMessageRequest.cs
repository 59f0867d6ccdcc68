using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A message that an administrator publishes to a room.</summary>
/// <param name="Data">Any JSON value.</param>
/// <param name="Id">Makes it safe to repeat.</param>
internal sealed record AdminMessageRequest(
    RawJson Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id);
