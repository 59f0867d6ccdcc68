using Orleans.Realtime.Gateway.Web.Auth;
using Orleans.Realtime.Gateway.Web.Delivery;
using Orleans.Realtime.Gateway.Web.Protocol;
using Orleans.Realtime.Gateway.Web.RateLimits;
using Orleans.Realtime.Gateway.Web.Sockets;
using Orleans.Realtime.Grains.Interfaces;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>
/// One connection: turns its frames into calls, and what is delivered to it into frames. At rest it is this object, its
/// subscriptions and nothing that runs.
/// </summary>
/// <remarks>
/// Frames come one after the other; deliveries, pongs, answers and the clock come on any thread. What they share is guarded by
/// one lock, which is never held during a call and may be taken while an audience's lock is not.
/// </remarks>
internal sealed partial class Session : ISocketHandler, IDeliveryTarget
{
    // Enough to tell the sockets of one session apart.
    private const int SocketIdLength = 16;

    private static readonly TimeSpan RoomPoll = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly SessionServices _services;
    private readonly WebSocketConnection _socket;
    private readonly ConnectionRateLimiter _limits;
    private RealtimePrincipal _principal;
    private UserConnection? _connection;
    private TaskCompletionSource? _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _opening;
    private volatile bool _announced;
    private volatile bool _greeted;
    private int _flushing;

    public Session(SessionServices services, WebSocketConnection socket, RealtimePrincipal principal)
    {
        _services = services;
        _socket = socket;
        _principal = principal;
        _opening = _opened.Task;
        _limits = services.RateLimits.Open(principal.UserId);
        SocketId = NewId()[..SocketIdLength];
    }

    /// <inheritdoc />
    public string SessionId { get; private set; } = string.Empty;

    /// <summary>Names this socket among the session's sockets.</summary>
    public string SocketId { get; }

    /// <summary>Orders the sockets of one session: the greater number came later. 0 before the session's grain answered.</summary>
    public long Hold { get; private set; }

    /// <inheritdoc />
    public string UserId => _principal.UserId;

    /// <inheritdoc />
    public UserConnection Connection => _connection!;

    /// <summary>Whether the first frame was queued: nothing may go before it.</summary>
    public bool IsAnnounced => _announced;

    /// <inheritdoc />
    public bool IsGreeted => _greeted;

    /// <inheritdoc />
    public bool HasRoom => _socket.QueuedFrames <= _services.ReplayFrames && _socket.QueuedBytes <= _services.ReplayBytes;

    /// <summary>Adds what waits to be sent.</summary>
    public QueueTotals AddQueueTo(QueueTotals totals) => totals.With(_socket.QueuedFrames, _socket.QueuedBytes);

    /// <summary>What waits to be sent.</summary>
    public SocketDescription Queue => new(_socket.QueuedFrames, _socket.QueuedBytes);

    /// <inheritdoc />
    public bool TryEnqueue(OutboundFrame frame) => _socket.TryEnqueue(frame);

    /// <inheritdoc />
    public void Flush() => _socket.Flush();

    /// <inheritdoc />
    public async ValueTask<bool> WaitForRoomAsync()
    {
        // Only a replay to a client that reads slowly comes to the wait.
        while (_socket.IsOpen)
        {
            if (HasRoom)
            {
                return true;
            }

            await _services.Time.DelayAsync(RoomPoll);
        }

        return false;
    }

    /// <summary>Closes with 4401 when the credentials have run out.</summary>
    public void CheckExpiry(DateTimeOffset now)
    {
        if (_principal.ExpiresAt is { } expiry && expiry <= now)
        {
            _socket.Close(CloseCodes.Unauthorized, "The credentials ran out.");
        }
    }

    private static string NewId() => Guid.NewGuid().ToString("N");

    private void Send(ReadOnlySpan<byte> frame, OutboundRank rank = OutboundRank.Common) => _socket.Send(OutboundFrame.Text(frame, rank));

    private void SendError(string? id, RealtimeErrorCode code, string message, TimeSpan? retryAfter = null)
    {
        _services.Statistics.ErrorSent();
        Send(ServerFrames.Error(id, code, message, retryAfter ?? RetryAfter(code)));
    }

    private void SendFault(string? id, Exception fault)
    {
        var code = TransientFault.CodeOf(fault);
        if (code == RealtimeErrorCode.Internal)
        {
            LogFrameFailed(_services.Logger, fault);
        }

        SendError(id, code, TransientFault.MessageOf(fault));
    }

    private TimeSpan? RetryAfter(RealtimeErrorCode code) =>
        code is RealtimeErrorCode.Unavailable or RealtimeErrorCode.Timeout ? _services.PublishingSettings.Value.RetryAfter : null;

    /// <summary>Queues an answer; answers that come together go out in one write.</summary>
    private void SendSoon(ReadOnlySpan<byte> frame, bool more)
    {
        _socket.TryEnqueue(OutboundFrame.Text(frame));
        if (!more)
        {
            _socket.Flush();
        }
        else if (Interlocked.Exchange(ref _flushing, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static session =>
                {
                    Volatile.Write(ref session._flushing, 0);
                    session._socket.Flush();
                },
                this,
                preferLocal: false);
        }
    }
}
