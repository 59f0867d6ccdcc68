using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Micro;

/// <summary>Takes everything and counts.</summary>
internal sealed class QuietGateway : IGatewayObserver
{
    private long _batches;
    private long _messages;

    public long Batches => Interlocked.Read(ref _batches);

    public long Messages => Interlocked.Read(ref _messages);

    public Task<DeliveryAck> DeliverAsync(DeliveryBatch batch)
    {
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _messages, batch.Messages.Count);
        return Task.FromResult(new DeliveryAck(Attached: true, batch.AfterSeq + batch.Messages.Count));
    }

    public Task RouteLostAsync(LogId log) => Task.CompletedTask;

    public Task<int> BroadcastAsync(Message message) => Task.FromResult(0);

    public Task CloseSessionAsync(CloseSession request) => Task.CompletedTask;

    public Task ConversationsChangedAsync(ConversationChange change) => Task.CompletedTask;

    public Task SignalAsync(IReadOnlyList<Signal> signals) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> GetAudienceAsync(LogId log) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<SocketDescription?> DescribeSessionAsync(string sessionId) => Task.FromResult<SocketDescription?>(null);
}
