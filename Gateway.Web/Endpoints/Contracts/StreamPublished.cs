using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What was published is in the stream.</summary>
/// <param name="Id">The id of the one entry; absent when <c>messages</c> were published.</param>
/// <param name="Ids">The ids of the entries, in the order of <c>messages</c>.</param>
internal sealed record StreamPublished(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Ids);
