using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One silo.</summary>
/// <param name="Silo">Its address and generation, <c>10.0.0.1:11111@1</c>.</param>
/// <param name="Status">What it is up to: <c>joining</c>, <c>active</c>, <c>shutting_down</c> …</param>
/// <param name="Activations">Activations of grains, as of its last report; absent while none is known.</param>
internal sealed record SiloStats(
    string Silo,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Activations = null);
