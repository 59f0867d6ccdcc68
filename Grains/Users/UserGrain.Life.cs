using Orleans.Realtime.Grains.Delivery;
using Orleans.Realtime.Grains.Interfaces;

namespace Orleans.Realtime.Grains.Users;

/// <content>Coming and going: of the activation, and of the user.</content>
internal sealed partial class UserGrain
{
    private Task? _storing;
    private Task? _storingNext;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _storedVersion = _state.State.ConversationsVersion;
        if (_state.State.Routes is { Count: > 0 } routes)
        {
            await _inbox.Writer.OpenAsync(cancellationToken);
            _inbox.Routes.Restore(routes);
            _announcedOnline = true;
            WatchAll();
            _state.State.Routes = [];
            await WriteAsync();
        }

        _counted = _services.Log.Activations.Count("user");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _counted?.Dispose();
        foreach (var route in _inbox.Routes.All)
        {
            _services.Watch.Remove(route.Pump.Address, this.GetPrimaryKeyString());
        }

        if (_inbox.Routes.Any)
        {
            _state.State.Routes = _inbox.Writer.IsFenced ? [] : _inbox.Routes.Close();
            await WriteAsync();
            _inbox.Routes.NotifyLost();
        }
        else if (_seenChanged)
        {
            await WriteAsync();
        }
    }

    void ILogOwner.OnRoutesChanged()
    {
        if (_inbox.Routes.Any == _online)
        {
            return;
        }

        _online = !_online;
        DelayDeactivation(_online ? Timeout.InfiniteTimeSpan : TimeSpan.Zero);
        _inbox.Writer.Retention = _online ? _services.Online : _services.Offline;
        if (!_online)
        {
            _state.State.LastSeenUnixMs = _services.Time.GetUtcNow().ToUnixTimeMilliseconds();
            _seenChanged = true;
            _ = TrimAsync();
            AnnouncePresence();
        }
    }

    void ILogOwner.OnFenced() => DeactivateOnIdle();

    private async Task TrimAsync()
    {
        try
        {
            await _inbox.Writer.TrimAsync();
        }
        catch (RealtimeException exception)
        {
            // The next append or read does the same.
            Log.NotTrimmed(_services.Logger, exception);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await StoreAsync();
        }
        catch (Exception exception)
        {
            // Gateways attach again when they are told that the route is lost; when the user was last seen is not worth more.
            Log.NotWritten(_services.Logger, exception);
        }
    }

    /// <summary>Stores the state as it is now; calls made while a write is under way share the next one.</summary>
    private Task StoreAsync() => _storing is { IsCompleted: false } storing ? _storingNext ??= StoreAfterAsync(storing) : _storing = StoreNowAsync();

    private async Task StoreAfterAsync(Task storing)
    {
        await storing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        (_storing, _storingNext) = (_storingNext, null);
        await StoreNowAsync();
    }

    private async Task StoreNowAsync()
    {
        _seenChanged = false;
        if (_state.State.IsEmpty)
        {
            await _state.ClearStateAsync();
        }
        else
        {
            await _state.WriteStateAsync();
        }
    }
}
