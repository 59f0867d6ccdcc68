using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>An error, as RFC 9457 has it, with the protocol's error code.</summary>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">One of <c>bad_request</c>, <c>unauthorized</c>, <c>forbidden</c>, <c>not_found</c>, <c>not_member</c>, <c>too_large</c>, <c>rate_limited</c>, <c>unavailable</c>, <c>timeout</c>, <c>conflict</c>, <c>internal</c>.</param>
/// <param name="Detail">What is wrong with this request.</param>
internal sealed record Problem(
    string Title,
    int Status,
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail);
