using Orleans.Realtime.Gateway.Web.Tests.Delivery;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;

namespace Orleans.Realtime.Gateway.Web.Tests.Sessions;

/// <summary>A room's grain in memory.</summary>
internal sealed class FakeRoom : IRoomGrain
{
    public FakeRoom(string key)
    {
        Log = new FakeLog(LogId.Parse(key));
        Route = new FakeRoute(Log);
    }

    public FakeLog Log { get; }

    public FakeRoute Route { get; }

    public int Attaches { get; private set; }

    /// <summary>Joins and attaches wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async Task AppendAsync(int count = 1)
    {
        for (var i = 0; i < count; i++)
        {
            Log.Append();
        }

        await Route.PumpAsync();
    }

    public async Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<Message> messages)
    {
        var receipts = await Log.PublishAsync(messages);
        await Route.PumpAsync();
        return receipts;
    }

    public async Task<AttachResult> AttachAsync(AttachRequest request)
    {
        await Gate;
        Attaches++;
        Route.Attach(request.Route, request.From, request.Audience.Select(subscriber => subscriber.SessionId));
        await Route.PumpAsync();
        return Log.Describe(Route.Members.Count);
    }

    public async Task<AttachResult> JoinAsync(GatewayAddress gateway, Subscriber subscriber)
    {
        await Gate;
        var known = Route.Join(subscriber.SessionId);
        return Log.Describe(Route.Members.Count) with { Known = known };
    }

    public Task LeaveAsync(GatewayAddress gateway, string sessionId)
    {
        Route.Leave(sessionId);
        return Task.CompletedTask;
    }

    public Task DetachAsync(GatewayAddress gateway)
    {
        Route.Detach();
        return Task.CompletedTask;
    }

    public Task<RoomSubscribed> SubscribeAsync(RoomSubscription subscription) => throw new NotSupportedException("A gateway attaches.");

    public Task UnsubscribeAsync(string subscriberId) => throw new NotSupportedException("A gateway detaches.");

    public Task<MessagePage> GetHistoryAsync(HistoryQuery query) => Log.ReadAsync(query);

    public Task<RoomDescription> DescribeAsync(int connections) => throw new NotSupportedException("An administrator asks.");

    public Task<RoomStatus> GetStatusAsync() => Task.FromResult(new RoomStatus(Log.LastSeq, Log.Epoch, []));
}
