namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>The state of a consumer group, in Redis' words.</summary>
/// <param name="Name">The group.</param>
/// <param name="Consumers">How many consumers it has.</param>
/// <param name="Pending">Entries given out and not acknowledged.</param>
/// <param name="LastDeliveredId">The highest id that was given out.</param>
/// <param name="EntriesRead">Entries given out since the beginning of the stream; null where it is not known.</param>
/// <param name="Lag">Entries that wait to be given out; null where it is not known.</param>
/// <param name="ConsumerList">The consumers, one by one.</param>
internal sealed record StreamGroupState(
    string Name,
    int Consumers,
    long Pending,
    string LastDeliveredId,
    long? EntriesRead,
    long? Lag,
    IReadOnlyList<StreamConsumerState> ConsumerList);
