using System.Diagnostics.CodeAnalysis;
using Orleans.Realtime.Client.Messages;
using Orleans.Realtime.Client.Protocol;

namespace Orleans.Realtime.Client.Connections;

/// <summary>Keeps one connection to the server for as long as it is wanted, and decides what a close code means. All of it runs under the client's gate.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Sources without timers hold nothing but memory.")]
internal sealed partial class Connection : ILinkOwner
{
    // A connection that lasted this long was a good one: the next loss begins with the shortest delay again.
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DefaultIdle = TimeSpan.FromSeconds(50);

    private readonly ClientContext _context;
    private readonly IConnectionOwner _owner;
    private readonly TokenCache _tokens;
    private readonly TokenRefresh _refresh;
    private readonly Backoff _backoff;
    private readonly Alarm _retry;
    private readonly Alarm _leave;
    private CancellationTokenSource _attempt = new();
    private Link? _link;
    private int _url;
    private bool _isOpened;
    private TimeSpan? _connectedAt;
    private TimeSpan _notBefore;

    public Connection(ClientContext context, IConnectionOwner owner)
    {
        (_context, _owner) = (context, owner);
        _tokens = new TokenCache(context);
        _refresh = new TokenRefresh(context, _tokens, owner);
        _backoff = new Backoff(context.Options.Reconnect.MinDelay, context.Options.Reconnect.MaxDelay);
        _retry = new Alarm(context, Connect);
        _leave = new Alarm(context, Leave);
    }

    public RealtimeConnectionState State { get; private set; } = RealtimeConnectionState.Idle;

    /// <summary>Whether it waits until the application has caught up.</summary>
    public bool IsHeld { get; private set; }

    public void Start()
    {
        if (State is RealtimeConnectionState.Idle or RealtimeConnectionState.Closed)
        {
            _backoff.Reset();
            _notBefore = TimeSpan.Zero;
            Connect();
        }
    }

    /// <summary>Ends everything: with an error when nobody asked for it. Done when the socket is gone.</summary>
    public Task Stop(RealtimeClientException? error = null, int? closeCode = null, string? reason = null)
    {
        if (State == RealtimeConnectionState.Closed)
        {
            return Task.CompletedTask;
        }

        var finished = _link?.Finished ?? Task.CompletedTask;
        _ = _attempt.CancelAsync();
        _retry.Clear();
        IsHeld = false;
        DropLink(CloseCodes.Normal, "closed by the application");
        Change(new StateChange { State = RealtimeConnectionState.Closed, Previous = State, Error = error, CloseCode = closeCode, Reason = reason });
        return finished;
    }

    /// <summary>The network may be back: tries at once, or looks whether the connection is still alive.</summary>
    public void Hint()
    {
        if (State == RealtimeConnectionState.Connected)
        {
            _link?.Probe();
        }
        else if (State == RealtimeConnectionState.Waiting && !IsHeld && _context.Now >= _notBefore)
        {
            Connect();
        }
    }

    /// <summary>Lets go of the connection and comes back at once with the positions of now.</summary>
    public void Renew(string reason)
    {
        if (State == RealtimeConnectionState.Connected)
        {
            DropLink(CloseCodes.Normal, reason);
            Connect();
        }
    }

    /// <summary>Lets go of the connection until <see cref="Release"/>.</summary>
    public void Hold(string reason)
    {
        if (_link is not null)
        {
            IsHeld = true;
            DropLink(CloseCodes.Normal, reason);
            Change(new StateChange { State = RealtimeConnectionState.Waiting, Previous = State, Reason = reason });
        }
    }

    public void Release()
    {
        if (IsHeld)
        {
            Connect();
        }
    }

    /// <summary>Sends over the live connection.</summary>
    public void Send(byte[] frame) => _link?.Send(frame);

    /// <summary>Sends over the live connection what is worth nothing later.</summary>
    public void SendOptional(byte[] frame) => _link?.SendOptional(frame);

    /// <summary>Sends over the live connection what the server will answer.</summary>
    public void Ask(byte[] frame)
    {
        _link?.Send(frame);
        _link?.ExpectAnswer();
    }

    void ILinkOwner.Opened()
    {
        _isOpened = true;
        _owner.Opened();
    }

    void ILinkOwner.Received(ServerFrame frame)
    {
        if (frame.Type == FrameType.Connected)
        {
            var interval = frame.Root.Number("ping_interval_ms") is { } ms and > 0 ? TimeSpan.FromMilliseconds(ms) : DefaultIdle;
            _connectedAt = _context.Now;
            _link!.Established(_context.Options.Heartbeat.Idle ?? interval);
            _refresh.Begin();
            LogConnected(_context.Logger, frame.Root.Text("session_id"), frame.Root.Text("instance_id"), frame.Root.IsTrue("resumed"));
            Change(new StateChange { State = RealtimeConnectionState.Connected, Previous = State });
            _owner.Connected(frame);
        }
        else if (frame.Type == FrameType.Reconnect)
        {
            // The server goes away. It closes the socket itself soon; who has not heard by then when to come back, would come too early.
            var delay = TimeSpan.FromMilliseconds(Math.Clamp(frame.Root.Number("delay_ms") ?? 0, 0, 3_600_000));
            _notBefore = _context.Now + delay;
            _leave.Set(delay);
        }
        else if (_connectedAt is not null)
        {
            _owner.Received(frame);
        }
    }

    void ILinkOwner.Closed(int code, string reason, RealtimeClientException? error)
    {
        var isStable = _connectedAt is { } connectedAt && _context.Now - connectedAt >= Stable;
        var isRefused = !_isOpened && error?.Code == RealtimeErrorCodes.Unauthorized;
        LogLost(_context.Logger, code, reason);
        DropLink(CloseCodes.Normal, reason);
        _url++;
        if (isStable)
        {
            _backoff.Reset();
        }

        switch (isRefused ? CloseAction.Token : CloseCodes.ActionOf(code))
        {
            case CloseAction.Stop:
                _ = Stop(new RealtimeClientException(RealtimeErrorCodes.Closed, $"The server closed the connection for good: {code} {reason}".TrimEnd()) { CloseCode = code }, code, reason);
                return;
            case CloseAction.Token when !_tokens.IsRenewable:
                _ = Stop(new RealtimeClientException(RealtimeErrorCodes.Unauthorized, "The server did not take the credentials.", error) { CloseCode = code }, code, reason);
                return;
            case CloseAction.Token:
                _tokens.Reject();
                Wait(isStable ? TimeSpan.Zero : _backoff.Next(), code, reason);
                return;
            case CloseAction.Session:
                _owner.ForgetSession();
                break;
            case CloseAction.Wait:
                var earliest = _context.Now + _context.Options.Reconnect.RateLimitedDelay;
                _notBefore = earliest > _notBefore ? earliest : _notBefore;
                break;
            case CloseAction.Shrink:
                _owner.Shrink();
                break;
        }

        Wait(_backoff.Next(), code, reason);
    }

    private void Connect()
    {
        _ = _attempt.CancelAsync();
        _attempt = new CancellationTokenSource();
        _retry.Clear();
        IsHeld = false;
        Change(new StateChange { State = RealtimeConnectionState.Connecting, Previous = State });
        _ = ConnectAsync(_attempt.Token);
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        // Off the gate, which whoever called holds.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        string? token;
        try
        {
            token = await _tokens.GetAsync(isExpiring: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            lock (_context.Gate)
            {
                if (!cancellationToken.IsCancellationRequested)
                {
                    TokenFailed(RealtimeClientException.From(exception, RealtimeErrorCodes.Unavailable));
                }
            }

            return;
        }

        lock (_context.Gate)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                _isOpened = false;
                _link = new Link(_context, this);
                _link.Start(Address(), token);
            }
        }
    }

    private Uri Address()
    {
        var urls = _context.Options.Urls;
        var url = new UriBuilder(urls[_url % urls.Count]);
        IEnumerable<KeyValuePair<string, string>> query = _context.Options.Query;
        if (_owner.SessionId is { } session)
        {
            query = query.Append(new("session_id", session));
        }

        var fields = query.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}");
        url.Query = string.Join('&', fields.Prepend(url.Query.TrimStart('?')).Where(field => field.Length > 0));
        return url.Uri;
    }

    private void Leave()
    {
        DropLink(CloseCodes.Normal, "asked to reconnect");
        _url++;
        Connect();
    }

    private void TokenFailed(RealtimeClientException error)
    {
        if (error.Code == RealtimeErrorCodes.Unauthorized)
        {
            _ = Stop(error, reason: error.Message);
        }
        else
        {
            _owner.Failed(error);
            Wait(_backoff.Next(), null, error.Message);
        }
    }

    private void Wait(TimeSpan delay, int? closeCode, string reason)
    {
        var retryIn = delay > _notBefore - _context.Now ? delay : _notBefore - _context.Now;
        _retry.Set(retryIn);
        LogWaiting(_context.Logger, retryIn.TotalMilliseconds);
        Change(new StateChange { State = RealtimeConnectionState.Waiting, Previous = State, RetryIn = retryIn, CloseCode = closeCode, Reason = reason });
    }

    private void DropLink(int code, string reason)
    {
        var link = _link;
        _link = null;
        _leave.Clear();
        _refresh.End();
        link?.Close(code, reason);
        if (_connectedAt is not null)
        {
            _connectedAt = null;
            _owner.Lost();
        }
    }

    private void Change(StateChange change)
    {
        State = change.State;
        _owner.Changed(change);
    }
}
