using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Client.Connections;
using Orleans.Realtime.Client.Hosting;
using Orleans.Realtime.Client.Sessions;
using Orleans.Realtime.Client.Streams;

namespace Orleans.Realtime.Client;

/// <summary>
/// A client of Orleans.Realtime. One of them stands for one connection of one user, whatever becomes of its sockets. All members may be called from any thread.
/// </summary>
/// <remarks>
/// Every method that sends waits for a connection, survives the loss of one, and is answered once. They fail with a <see cref="RealtimeClientException"/>: what
/// the server said, <c>timeout</c>, <c>queue_full</c>, <c>too_large</c>, <c>overflow</c> or <c>closed</c>. A <see cref="CancellationToken"/> gives up waiting; a message that is
/// under way may be stored all the same.
/// </remarks>
public sealed partial class RealtimeClient : IAsyncDisposable
{
    private readonly ClientContext _context;
    private bool _isDisposed;

    /// <summary>Makes a client that is not connected yet.</summary>
    /// <param name="options">Read once.</param>
    /// <param name="logger">Default none.</param>
    /// <param name="timeProvider">Default the system's.</param>
    /// <exception cref="OptionsValidationException">Options are wrong; it names every fault.</exception>
    public RealtimeClient(RealtimeClientOptions options, ILogger<RealtimeClient>? logger = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (new RealtimeClientOptionsValidator().Validate(null, options) is { Failed: true } result)
        {
            throw new OptionsValidationException(nameof(RealtimeClientOptions), typeof(RealtimeClientOptions), result.Failures);
        }

        _context = new ClientContext(options, timeProvider ?? TimeProvider.System, logger ?? NullLogger<RealtimeClient>.Instance);
        Session = new Session(_context);
        Streams = new RealtimeStreams(this);
    }

    /// <summary>What the connection is doing.</summary>
    public RealtimeConnectionState State
    {
        get
        {
            lock (_context.Gate)
            {
                return Session.Connection.State;
            }
        }
    }

    /// <summary>The user that the server knows this client as; null before the first connection.</summary>
    public string? UserId
    {
        get
        {
            lock (_context.Gate)
            {
                return Session.UserId;
            }
        }
    }

    /// <summary>The session; null before the first connection.</summary>
    public string? SessionId
    {
        get
        {
            lock (_context.Gate)
            {
                return Session.SessionIdKnown;
            }
        }
    }

    /// <summary>Requests that wait for an answer.</summary>
    public int PendingRequests
    {
        get
        {
            lock (_context.Gate)
            {
                return Session.Outbox.Count;
            }
        }
    }

    /// <summary>Named, durable streams. Needs role <c>service</c> unless the server lets users in.</summary>
    public RealtimeStreams Streams { get; }

    internal Session Session { get; }

    internal ClientContext Context => _context;

    /// <summary>
    /// Connects, and stays connected until <see cref="CloseAsync"/>. Done with the first <c>connected</c> frame, however many attempts it takes. Cancelling gives up
    /// waiting; the client goes on trying. What listens to the inbox must be there before: what waited comes with the connection.
    /// </summary>
    /// <exception cref="RealtimeClientException"><c>unauthorized</c> or <c>closed</c>: the server wants no further attempt, or the client was closed.</exception>
    public Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_context.Gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (Session.Connection.State == RealtimeConnectionState.Connected)
            {
                return Task.CompletedTask;
            }

            var connected = Session.ConnectedAsync();
            Session.Connection.Start();
            return connected.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Waits for answers to what was sent, acknowledges the inbox, and closes. What is left then fails with <c>closed</c>; loops over events end. <see cref="ConnectAsync"/>
    /// may be called again.
    /// </summary>
    /// <param name="drain">How long to wait for answers. Default not at all.</param>
    /// <param name="cancellationToken">Ends the waiting for answers.</param>
    public async Task CloseAsync(TimeSpan drain = default, CancellationToken cancellationToken = default)
    {
        if (drain > TimeSpan.Zero)
        {
            Task drained;
            lock (_context.Gate)
            {
                drained = Session.Outbox.DrainedAsync();
            }

            // Whatever ended the waiting, it closes.
            await drained.WaitAsync(drain, _context.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task finished;
        lock (_context.Gate)
        {
            Session.Acks.Flush();
            finished = Session.Connection.Stop();
        }

        await finished.ConfigureAwait(false);
    }

    /// <summary>Closes without waiting for answers, and for good. Handlers that run are told by their token, and no other one begins.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_context.Gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        await CloseAsync().ConfigureAwait(false);
        Session.Dispose();
    }

    /// <summary>A value as it is sent, by <see cref="RealtimeClientOptions.SerializerOptions"/>.</summary>
    /// <exception cref="NotSupportedException">The options know nothing of the type.</exception>
    /// <exception cref="InvalidOperationException">There are no such options.</exception>
    public JsonPayload Serialize<T>(T value) =>
        JsonPayload.From(value, _context.Options.SerializerOptions ?? throw new InvalidOperationException("RealtimeClientOptions.SerializerOptions is not set: set it, or give a JsonTypeInfo."));

    /// <summary>The network may be back: ends a delay, or looks whether the connection is alive.</summary>
    public void ReconnectNow()
    {
        lock (_context.Gate)
        {
            Session.Connection.Hint();
        }
    }

    /// <summary>Where this client stands, for <see cref="RealtimeClientOptions.Snapshot"/> of the next one. What handlers are still at work with comes again there.</summary>
    public ClientSnapshot Snapshot()
    {
        lock (_context.Gate)
        {
            return Session.Snapshot();
        }
    }
}
