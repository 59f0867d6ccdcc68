using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One silo. Figures are absent while no report of it is known.</summary>
/// <param name="Silo">Its address and generation, <c>10.0.0.1:11111@1</c>.</param>
/// <param name="Status">What it is up to: <c>joining</c>, <c>active</c>, <c>shutting_down</c> …</param>
/// <param name="ReportAgeMs">Milliseconds since it reported.</param>
/// <param name="Activations">Activations of grains.</param>
/// <param name="Grains">Of these, by kind.</param>
/// <param name="Counters">What it has counted since its start.</param>
/// <param name="Append">From the call to its receipts.</param>
/// <param name="Deliver">From the call to the gateways' confirmation.</param>
/// <param name="Process">The process.</param>
internal sealed record SiloOverview(
    string Silo,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ReportAgeMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Activations,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, long>? Grains,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SiloCounts? Counters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LatencyFigures? Append,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LatencyFigures? Deliver,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProcessFigures? Process);
