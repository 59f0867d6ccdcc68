using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Quantiles of latencies, each wrong by at most 6.25 %.</summary>
/// <param name="Count">How many were measured.</param>
/// <param name="P50Ms">Half of them took no longer, milliseconds. Absent when nothing was measured.</param>
/// <param name="P90Ms">Nine of ten took no longer.</param>
/// <param name="P99Ms">99 of 100 took no longer.</param>
internal sealed record LatencyFigures(
    long Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? P50Ms,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? P90Ms,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? P99Ms);
