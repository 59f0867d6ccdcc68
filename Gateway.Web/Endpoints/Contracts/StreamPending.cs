namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>What a group has given out and not got acknowledged.</summary>
/// <param name="Count">How many entries, of all consumers.</param>
/// <param name="MinId">The lowest of them; null when there are none.</param>
/// <param name="MaxId">The highest of them; null when there are none.</param>
/// <param name="Consumers">How many each consumer has, by name; those that have none are left out.</param>
/// <param name="Entries">Those that were asked for, ascending.</param>
internal sealed record StreamPending(
    long Count, string? MinId, string? MaxId, IReadOnlyList<StreamPendingConsumer> Consumers, IReadOnlyList<StreamPendingEntry> Entries);
