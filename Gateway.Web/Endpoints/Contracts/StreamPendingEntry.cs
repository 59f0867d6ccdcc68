namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>An entry that was given out and not acknowledged.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Consumer">Who has it.</param>
/// <param name="IdleMs">How long ago it was given out last, in milliseconds.</param>
/// <param name="DeliveryCount">How often it was given out.</param>
internal sealed record StreamPendingEntry(string Id, string Consumer, long IdleMs, int DeliveryCount);
