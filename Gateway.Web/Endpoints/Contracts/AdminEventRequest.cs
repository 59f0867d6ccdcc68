using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>An event that an administrator sends to a user.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Data">Any JSON value.</param>
/// <param name="Priority"><c>normal</c> or <c>high</c>.</param>
/// <param name="Id">Makes it safe to repeat.</param>
internal sealed record AdminEventRequest(
    string Type,
    RawJson Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Priority,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id);
