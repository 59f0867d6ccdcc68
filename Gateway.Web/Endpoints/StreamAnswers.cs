using Orleans.Realtime.Gateway.Web.Endpoints.Contracts;
using Orleans.Realtime.Grains.Interfaces.Streams;

namespace Orleans.Realtime.Gateway.Web.Endpoints;

/// <summary>Puts what streams answer into the API's words.</summary>
internal static class StreamAnswers
{
    public static StreamState Describe(string stream, StreamInfo info) => new(
        stream,
        info.Length,
        info.LastGeneratedId.ToString(),
        info.EntriesAdded < 0 ? null : info.EntriesAdded,
        info.MaxDeletedEntryId?.ToString(),
        info.Groups,
        info.FirstEntry is { } first ? Describe(first) : null,
        info.LastEntry is { } last ? Describe(last) : null);

    public static StreamGroupState Describe(StreamGroup group) => new(
        group.Name,
        group.Consumers.Length,
        group.Pending,
        group.LastDeliveredId.ToString(),
        group.EntriesRead,
        group.Lag,
        Array.ConvertAll(group.Consumers, consumer => new StreamConsumerState(consumer.Name, consumer.Pending, (long)consumer.Idle.TotalMilliseconds)));

    public static StreamPending Describe(GroupPending pending) => new(
        pending.Count,
        pending.MinId?.ToString(),
        pending.MaxId?.ToString(),
        Array.ConvertAll(pending.Consumers, consumer => new StreamPendingConsumer(consumer.Name, consumer.Pending)),
        Array.ConvertAll(pending.Entries, entry => new StreamPendingEntry(entry.Id.ToString(), entry.Consumer, (long)entry.Idle.TotalMilliseconds, entry.DeliveryCount)));

    private static StoredMessage Describe(StreamEntry entry) => new(entry.Id.ToString(), new RawJson(entry.Data), entry.TimestampMs / 1_000);
}
