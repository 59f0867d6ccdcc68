namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>The caller has read a group.</summary>
/// <param name="GroupId">Which group.</param>
/// <param name="Seq">Read up to and including here.</param>
internal sealed record GroupReadRequest(string? GroupId, long? Seq);
