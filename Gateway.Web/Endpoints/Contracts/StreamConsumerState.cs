namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>A consumer of a group.</summary>
/// <param name="Name">The consumer.</param>
/// <param name="Pending">Entries that it was given and has not acknowledged.</param>
/// <param name="IdleMs">How long ago it last asked for entries, in milliseconds.</param>
internal sealed record StreamConsumerState(string Name, long Pending, long IdleMs);
