namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A stream was trimmed.</summary>
/// <param name="Trimmed">Entries that were dropped.</param>
/// <param name="Length">Entries that it has now.</param>
internal sealed record StreamTrimmed(long Trimmed, long Length);
