using System.Text.Json.Nodes;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Tests.Delivery;

/// <summary>A connection that keeps its frames.</summary>
internal sealed class FakeTarget(string sessionId, string? userId = null) : IDeliveryTarget
{
    private readonly List<JsonObject> _frames = [];

    public string SessionId => sessionId;

    public string UserId => userId ?? "user-of-" + sessionId;

    public UserConnection Connection => new(sessionId, new GatewayAddress("gw", "1"), 0, null);

    public bool HasRoom => true;

    public bool Closed { get; set; }

    public IReadOnlyList<JsonObject> Frames => _frames;

    public bool TryEnqueue(OutboundFrame frame)
    {
        _frames.Add(JsonNode.Parse(frame.Payload.Span)!.AsObject());
        return !Closed;
    }

    public void Flush()
    {
    }

    public ValueTask<bool> WaitForRoomAsync() => ValueTask.FromResult(!Closed);

    public void ConfirmSoon(bool now)
    {
    }

    public void OnCaughtUp(Subscription subscription)
    {
    }

    /// <summary>What the log ended, and whether the frame was given.</summary>
    public List<(Subscription Subscription, bool Told)> Removed { get; } = [];

    public void OnRemoved(Subscription subscription, bool told) => Removed.Add((subscription, told));

    public Task OnConversationsChangedAsync(ConversationChange change) => Task.CompletedTask;
}
