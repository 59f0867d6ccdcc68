using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Grains.Diagnostics;
using Orleans.Realtime.Grains.Gateways;
using Orleans.Realtime.Grains.Hosting;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Runtime;

namespace Orleans.Realtime.Grains.Connections;

/// <summary>
/// One session. While a socket holds it it is only in memory (its gateway knows the same and can state it again); it is written
/// when the socket ends and when the activation ends in good order. A timer runs only while the session waits for its client.
/// </summary>
internal sealed partial class ConnectionGrain(
    [PersistentState("session", RealtimeStorage.Sessions)] IPersistentState<SessionRecord> state,
    IOptions<SessionOptions> options,
    TimeProvider time,
    ActivationMetrics activations,
    ILogger<ConnectionGrain> logger) : Grain, IConnectionGrain
{
    private const int TakenOverCloseCode = 4409;

    private static readonly SessionState NotFound = new(Found: false, [], Inbox: null, Hold: 0);

    private IGrainTimer? _expiry;
    private IDisposable? _counted;

    private SessionRecord Session => state.State;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Session.ExpiresAtUnixMs is { } expiresAt)
        {
            var left = TimeSpan.FromMilliseconds(expiresAt - NowUnixMs());
            if (left <= TimeSpan.Zero)
            {
                await EndAsync();
            }
            else
            {
                Wait(left);
            }
        }

        _counted = activations.Count("session");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _counted?.Dispose();
        if (Session.SocketId is not null)
        {
            await WriteAsync();
        }
    }

    public Task<SessionState> OpenAsync(OpenSession request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Session.UserId is null)
        {
            if (request.Resume)
            {
                DeactivateOnIdle();
                return Task.FromResult(NotFound);
            }

            Session.UserId = request.UserId;
        }
        else if (Session.UserId != request.UserId)
        {
            throw new RealtimeException(RealtimeErrorCode.Forbidden, "The session belongs to another user.");
        }

        if (Session.SocketId is { } older && older != request.SocketId)
        {
            Log.TakenOver(logger, request.Gateway.InstanceId);
            CloseSocket(TakenOverCloseCode, "The session was taken over by a newer connection.");
        }

        StopWaiting();
        Session.SocketId = request.SocketId;
        Session.ControlLane = request.ControlLane;

        // By the clock as well, so that the numbers go on where a session is stated anew after its silo was lost.
        Session.Hold = Math.Max(Session.Hold + 1, NowUnixMs());
        return Task.FromResult(new SessionState(Found: true, Session.Subscriptions?.ToArray() ?? [], Session.Inbox, Session.Hold));
    }

    public Task<SessionHold> UpdateAsync(string socketId, SessionUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        var hold = HoldOf(socketId);
        if (hold == SessionHold.Held)
        {
            Session.Apply(update, options.Value);
        }

        return Task.FromResult(hold);
    }

    public async Task<SessionHold> DetachAsync(string socketId, SessionUpdate last)
    {
        ArgumentNullException.ThrowIfNull(last);
        var hold = HoldOf(socketId);
        if (hold == SessionHold.Held)
        {
            Session.Apply(last, options.Value);
            Session.SocketId = null;
            Session.ControlLane = null;
            Session.ExpiresAtUnixMs = NowUnixMs() + (long)options.Value.ResumeWindow.TotalMilliseconds;
            Wait(options.Value.ResumeWindow);
            await WriteAsync();
        }

        return hold;
    }

    public async Task<bool> TerminateAsync(int closeCode, string reason)
    {
        if (Session.UserId is null)
        {
            DeactivateOnIdle();
            return false;
        }

        CloseSocket(closeCode, reason);
        await EndAsync();
        return true;
    }

    public Task<SessionDescription?> DescribeAsync()
    {
        if (Session.UserId is not { } userId)
        {
            DeactivateOnIdle();
            return Task.FromResult<SessionDescription?>(null);
        }

        return Task.FromResult<SessionDescription?>(new(
            userId,
            Session.SocketId is not null,
            Session.ExpiresAtUnixMs,
            Session.Inbox,
            Session.Subscriptions?.Count ?? 0,
            [.. (Session.Subscriptions ?? []).Take(SessionDescription.MaxSubscriptions)]));
    }

    private long NowUnixMs() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private SessionHold HoldOf(string socketId)
    {
        if (Session.SocketId == socketId && socketId is not null)
        {
            return SessionHold.Held;
        }

        if (Session.SocketId is not null)
        {
            return SessionHold.TakenOver;
        }

        if (Session.UserId is null)
        {
            DeactivateOnIdle();
        }

        return SessionHold.Unknown;
    }

    private void CloseSocket(int code, string reason)
    {
        if (Session is { SocketId: { } socketId, ControlLane: { } lane })
        {
            // The gateway may be gone, and its sockets with it.
            lane.CloseSessionAsync(new(this.GetPrimaryKeyString(), socketId, code, reason)).Forget();
        }
    }

    private void Wait(TimeSpan window)
    {
        // Collection would end the timer, and with it the clean-up of what was written.
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        _expiry = this.RegisterGrainTimer(static (grain, _) => grain.EndAsync(), this, new GrainTimerCreationOptions(window, Timeout.InfiniteTimeSpan));
    }

    private void StopWaiting()
    {
        Session.ExpiresAtUnixMs = null;
        if (_expiry is not null)
        {
            _expiry.Dispose();
            _expiry = null;
            DelayDeactivation(TimeSpan.Zero);
        }
    }

    private async Task EndAsync()
    {
        StopWaiting();
        state.State = new();
        try
        {
            if (state.RecordExists)
            {
                await state.ClearStateAsync();
            }
        }
        catch (Exception exception)
        {
            Log.NotCleared(logger, exception);
        }

        DeactivateOnIdle();
    }

    private async Task WriteAsync()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception exception)
        {
            // The session goes on in memory; only the loss of this silo would end it now.
            Log.NotWritten(logger, exception);
        }
    }
}
