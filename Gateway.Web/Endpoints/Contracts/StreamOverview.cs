using System.Text.Json.Serialization;

namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One stream.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Length">Its entries; absent when its owner did not answer in time.</param>
/// <param name="LastId">The highest id that was ever in it.</param>
/// <param name="GroupCount">How many groups it has.</param>
/// <param name="Groups">The first of them by name, at most 100.</param>
internal sealed record StreamOverview(
    string Stream,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Length,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LastId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? GroupCount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<StreamGroupOverview>? Groups);
