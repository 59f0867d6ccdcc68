using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Runtime;

namespace Orleans.Realtime.Grains.Rooms;

/// <summary>
/// One room. Calls interleave at awaits. A room with receivers stays; one without goes when nobody calls it. What an activation knows of
/// its audience is written when it ends in good order; its gateways and subscribers are told in any case.
/// </summary>
internal sealed partial class RoomGrain : Grain, IRoomGrain, ILogOwner
{
    private readonly IPersistentState<RoomState> _state;
    private readonly LogGrainServices _services;
    private readonly RoomOptions _options;
    private readonly ILogger<RoomGrain> _logger;
    private readonly LogDelivery<Subscriber> _log;
    private IDisposable? _counted;

    public RoomGrain(
        [PersistentState("routes", RealtimeStorage.Name)] IPersistentState<RoomState> state,
        LogGrainServices services,
        IOptions<RoomOptions> options,
        ILogger<RoomGrain> logger)
    {
        (_state, _services, _options, _logger) = (state, services, options.Value, logger);
        var log = LogId.Parse(this.GetPrimaryKeyString());
        _log = log.Kind == LogKind.Room
            ? new(services, log, this)
            : throw new RealtimeException(RealtimeErrorCode.BadRequest, $"A {log.Kind} log is not a room's.");
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_state.State.Routes is { Count: > 0 } routes)
        {
            await _log.Writer.OpenAsync(cancellationToken);
            _log.Routes.Restore(routes);
            _state.State = new();
            await ClearAsync();
        }

        _counted = _services.Activations.Count("room");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _counted?.Dispose();
        if (!_log.HasReceivers)
        {
            return;
        }

        var routes = _log.Close();
        if (routes.Count > 0 && !_log.Writer.IsFenced)
        {
            await WriteAsync(routes);
        }

        _log.NotifyLost();
    }

    public Task<IReadOnlyList<PublishReceipt>> PublishAsync(IReadOnlyList<Message> messages) => _log.PublishAsync(messages);

    public async Task<AttachResult> AttachAsync(AttachRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        await _log.Writer.OpenAsync();
        _log.Routes.Attach(request.Route, request.From, request.Audience.ToDictionary(subscriber => subscriber.SessionId, StringComparer.Ordinal));
        return Result(known: true);
    }

    public Task DetachAsync(GatewayAddress gateway)
    {
        _log.Routes.Remove(gateway);
        return Task.CompletedTask;
    }

    public async Task<AttachResult> JoinAsync(GatewayAddress gateway, Subscriber subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        await _log.Writer.OpenAsync();
        if (_log.Routes.Find(gateway) is not { } route)
        {
            return Result(known: false);
        }

        route.Listeners[subscriber.SessionId] = subscriber;
        return Result(known: true);
    }

    public Task LeaveAsync(GatewayAddress gateway, string sessionId)
    {
        _log.Routes.Find(gateway)?.Listeners.Remove(sessionId);
        return Task.CompletedTask;
    }

    public async Task<RoomSubscribed> SubscribeAsync(RoomSubscription subscription)
    {
        RoomSubscriptionRules.Check(subscription);
        await _log.Writer.OpenAsync();
        var lease = _options.SubscriptionLease;
        var pump = _log.Subscriptions.Subscribe(subscription.SubscriberId, subscription.Observer, subscription.From, lease, _options.MaxSubscribers);
        return new(pump.Position, _log.LastSeq, lease);
    }

    public Task UnsubscribeAsync(string subscriberId)
    {
        _log.Subscriptions.Unsubscribe(subscriberId);
        return Task.CompletedTask;
    }

    public Task<MessagePage> GetHistoryAsync(HistoryQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _log.Writer.ReadAsync(query);
    }

    public async Task<RoomStatus> GetStatusAsync()
    {
        await _log.Writer.OpenAsync();
        await _log.Routes.DropDeadAsync();
        return new(
            _log.LastSeq,
            _log.Epoch,
            _log.Routes.All.Select(route => new GatewayAudience(route.Pump.Address, route.Listeners.Values.ToArray(), route.Pump.AckedSeq)).ToArray())
        {
            Subscribers = _log.Subscriptions.All.Select(pump => new RoomSubscriber(pump.SubscriberId, pump.AckedSeq)).ToArray(),
        };
    }

    public async Task<RoomDescription> DescribeAsync(int connections)
    {
        if (connections is < 0 or > RoomDescription.MaxConnections)
        {
            throw new RealtimeException(RealtimeErrorCode.BadRequest, $"The number of connections is {connections}; it must be 0 to {RoomDescription.MaxConnections}.");
        }

        await _log.Writer.OpenAsync();
        await _log.Routes.DropDeadAsync();
        return new(
            _log.Describe(),
            _log.Routes.ListenerCount,
            [.. _log.Routes.All.SelectMany(route => route.Listeners.Values.Select(listener => KeyValuePair.Create(route.Pump.Address.InstanceId, listener))).Take(connections)]);
    }

    void ILogOwner.OnRoutesChanged() => DelayDeactivation(_log.HasReceivers ? Timeout.InfiniteTimeSpan : TimeSpan.Zero);

    void ILogOwner.OnFenced() => DeactivateOnIdle();

    private AttachResult Result(bool known) => new(_log.LastSeq, _log.Epoch, _log.Routes.ListenerCount, _services.HostId, known);

    private async Task ClearAsync()
    {
        try
        {
            await _state.ClearStateAsync();
        }
        catch (Exception exception)
        {
            // Restored once more at worst: gateways recognise what they have, and say when they want nothing.
            Log.RoutesNotCleared(_logger, exception);
        }
    }

    private async Task WriteAsync(List<RouteState<Subscriber>> routes)
    {
        try
        {
            _state.State = new() { Routes = routes };
            await _state.WriteStateAsync();
        }
        catch (Exception exception)
        {
            // The gateways are told that the routes are lost, and attach again.
            Log.RoutesNotWritten(_logger, exception);
        }
    }
}
