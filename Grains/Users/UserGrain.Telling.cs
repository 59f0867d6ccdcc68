using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Gateways;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Users;
using Orleans.Realtime.ServiceDefaults;

namespace Orleans.Realtime.Grains.Users;

/// <content>Telling gateways and groups of what changed.</content>
internal sealed partial class UserGrain
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private long _storedVersion = -1;
    private bool _announcedOnline;
    private bool _announcing;

    /// <summary>Tells every gateway with connections of the user; completes when all have answered or are gone.</summary>
    private Task TellAsync(ConversationChange change)
    {
        var routes = _inbox.Routes.All;
        return routes.Count switch
        {
            0 => Task.CompletedTask,
            1 => TellAsync(routes[0], () => change),
            _ => Task.WhenAll(routes.ToArray().Select(route => TellAsync(route, () => change))),
        };
    }

    private async Task TellAsync(DeliveryRoute<UserConnection> route, Func<ConversationChange> change)
    {
        var address = route.Pump.Address;
        for (var pause = FirstPause; ReferenceEquals(_inbox.Routes.Find(address), route); pause = pause.Doubled(LongestPause))
        {
            try
            {
                await route.Pump.Route.Lane.ConversationsChangedAsync(change());
                return;
            }
            catch (Exception exception)
            {
                Log.GatewayNotTold(_services.Logger, address.InstanceId, exception);
            }

            await Task.Delay(pause, _services.Time);
            await _inbox.Routes.DropDeadAsync();
        }
    }

    /// <summary>A gateway came back to this activation: it learns the whole list, since it may have missed what another one had to tell.</summary>
    private Task TellWholeAsync(GatewayRoute route) =>
        _state.State.ConversationsVersion > 0 && _inbox.Routes.Find(route.Address) is { } attached
            ? TellAsync(attached, () => new(this.GetPrimaryKeyString(), _state.State.ConversationsVersion, Listened(), [], Whole: true))
            : Task.CompletedTask;

    /// <summary>Groups are to learn when the gateway is gone, and the user with it.</summary>
    private void Watch(GatewayAddress gateway)
    {
        if (_state.State.Conversations.Count > 0)
        {
            _services.Watch.Add(gateway, this.GetPrimaryKeyString());
        }
    }

    private void WatchAll()
    {
        foreach (var route in _inbox.Routes.All)
        {
            Watch(route.Pump.Address);
        }
    }

    private void RemoveRoute(GatewayAddress gateway)
    {
        _services.Watch.Remove(gateway, this.GetPrimaryKeyString());
        _inbox.Routes.Remove(gateway);
    }

    /// <summary>Tells the user's groups when the user came, and when it has been gone for the grace.</summary>
    private void AnnouncePresence()
    {
        if (_online == _announcedOnline || _announcing)
        {
            return;
        }

        if (_online || _state.State.Conversations.Count == 0)
        {
            Announce();
        }
        else
        {
            _announcing = true;
            DelayDeactivation(_services.PresenceGrace + LongestPause);
            _ = AnnounceOfflineAsync();
        }
    }

    private async Task AnnounceOfflineAsync()
    {
        await Task.Delay(_services.PresenceGrace, _services.Time);
        _announcing = false;
        if (_online != _announcedOnline)
        {
            Announce();
            if (_seenChanged && !_online)
            {
                await WriteAsync();
            }
        }
    }

    private void Announce()
    {
        _announcedOnline = _online;
        foreach (var entry in _state.State.Conversations)
        {
            if (entry.Log.Kind == LogKind.Group)
            {
                _services.Conversation(entry.Log).PresenceChangedAsync(this.GetPrimaryKeyString(), _online).Forget();
            }
        }
    }
}
