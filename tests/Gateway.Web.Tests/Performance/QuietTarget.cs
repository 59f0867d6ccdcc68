using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Tests.Performance;

/// <summary>A connection that takes every frame and keeps only the last, or hands all to a socket.</summary>
internal sealed class QuietTarget(string sessionId, WebSocketConnection? socket = null) : IDeliveryTarget
{
    public OutboundFrame? Last { get; private set; }

    public int Flushes { get; private set; }

    public string SessionId => sessionId;

    public string UserId => "user";

    public UserConnection Connection => throw new NotSupportedException();

    public bool HasRoom => true;

    public bool TryEnqueue(OutboundFrame frame)
    {
        Last = frame;
        return socket?.TryEnqueue(frame) ?? true;
    }

    public void Flush()
    {
        Flushes++;
        socket?.Flush();
    }

    public ValueTask<bool> WaitForRoomAsync() => ValueTask.FromResult(true);

    public void ConfirmSoon(bool now)
    {
    }

    public void OnCaughtUp(Subscription subscription)
    {
    }

    public void OnRemoved(Subscription subscription, bool told)
    {
    }

    public Task OnConversationsChangedAsync(ConversationChange change) => Task.CompletedTask;
}
