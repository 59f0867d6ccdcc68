namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Takes over entries that others were given and have not acknowledged.</summary>
/// <param name="Consumer">Who takes them.</param>
/// <param name="MinIdleMs">Only entries that were given out at least so long ago, in milliseconds, from 0.</param>
/// <param name="Count">Most entries to take, 1 to 1,000.</param>
internal sealed record StreamClaimRequest(string? Consumer, long? MinIdleMs, int Count = 10);
