using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;

namespace Orleans.Realtime.Gateway.Web.Tests.Publishing;

/// <summary>A room that takes single messages and allocates nothing: what a publish costs is the publisher's.</summary>
internal sealed class StoringRoom : IRoomGrain
{
    private readonly Task<IReadOnlyList<PublishReceipt>> _answer;

    public StoringRoom() => _answer = Task.FromResult<IReadOnlyList<PublishReceipt>>(Receipts);

    public List<Message> Stored { get; } = [];

    public PublishReceipt[] Receipts { get; } = [new() { MessageId = "m1", Seq = 1 }];

    public Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<Message> messages)
    {
        Stored.Add(messages[0]);
        return _answer;
    }

    public Task<AttachResult> AttachAsync(AttachRequest request) => throw new NotSupportedException();

    public Task DetachAsync(GatewayAddress gateway) => throw new NotSupportedException();

    public Task<AttachResult> JoinAsync(GatewayAddress gateway, Subscriber subscriber) => throw new NotSupportedException();

    public Task LeaveAsync(GatewayAddress gateway, string sessionId) => throw new NotSupportedException();

    public Task<RoomSubscribed> SubscribeAsync(RoomSubscription subscription) => throw new NotSupportedException();

    public Task UnsubscribeAsync(string subscriberId) => throw new NotSupportedException();

    public Task<MessagePage> GetHistoryAsync(HistoryQuery query) => throw new NotSupportedException();

    public Task<RoomStatus> GetStatusAsync() => throw new NotSupportedException();

    public Task<RoomDescription> DescribeAsync(int connections) => throw new NotSupportedException();
}
