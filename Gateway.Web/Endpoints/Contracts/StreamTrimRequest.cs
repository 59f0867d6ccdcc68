namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>Drops the oldest entries of a stream.</summary>
/// <param name="MaxLen">How many to keep, from 0.</param>
/// <param name="Approximate">Whether a few more may stay, where that is cheaper.</param>
internal sealed record StreamTrimRequest(long? MaxLen, bool Approximate = true);
