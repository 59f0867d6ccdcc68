using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Realtime.Gateway.Web.Sockets;

namespace Orleans.Realtime.Gateway.Web.Listening;

/// <summary>
/// Accepts connections. Those that begin with the handshake of a WebSocket which is let in never get to Kestrel; every other one does, with not a
/// byte of it taken away.
/// </summary>
internal sealed partial class SocketListener : IConnectionListener
{
    // Kestrel takes connections off as fast as it can start work items; more than this wait, each for itself.
    private const int MostWaiting = 512;

    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly SocketTransportOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WebSocketIntake _intake;
    private readonly SocketConnectionContextFactory _connections;
    private readonly Channel<ConnectionContext> _forHttp = Channel.CreateBounded<ConnectionContext>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly OpenTransports _open = new();
    private readonly CancellationTokenSource _unbound = new();
    private readonly Task _accepting;

    public SocketListener(
        Socket socket,
        WebSocketIntake intake,
        IOptions<SocketTransportOptions> options,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        _socket = socket;
        _options = options.Value;
        _time = time;
        _logger = loggers.CreateLogger<SocketListener>();
        _intake = intake;
        _connections = new SocketConnectionContextFactory(
            new SocketConnectionFactoryOptions
            {
                IOQueueCount = _options.IOQueueCount,
                MaxReadBufferSize = _options.MaxReadBufferSize,
                MaxWriteBufferSize = _options.MaxWriteBufferSize,
                UnsafePreferInlineScheduling = _options.UnsafePreferInlineScheduling,
                WaitForDataBeforeAllocatingBuffer = _options.WaitForDataBeforeAllocatingBuffer,
            },
            loggers.CreateLogger(typeof(SocketTransportFactory).Namespace!));
        EndPoint = socket.LocalEndPoint!;

        // A connection may live for days: nothing of the context in which the server was started belongs to it.
        using (ExecutionContext.SuppressFlow())
        {
            _accepting = Task.Run(AcceptAllAsync);
        }
    }

    /// <inheritdoc />
    public EndPoint EndPoint { get; }

    /// <inheritdoc />
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _forHttp.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_forHttp.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    /// <inheritdoc />
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _unbound.CancelAsync();
        _socket.Dispose();
        await _accepting;
        _forHttp.Writer.TryComplete();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();

        // The gateway has taken leave of its clients before; who is still here had time enough.
        _open.AbortAll();
        while (_forHttp.Reader.TryRead(out var connection))
        {
            await connection.DisposeAsync();
        }

        _connections.Dispose();
        _unbound.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        while (!_unbound.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _socket.AcceptAsync(_unbound.Token));
            }
            catch (Exception exception) when (_unbound.IsCancellationRequested && exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                // The client was gone before its turn came.
            }
            catch (SocketException exception)
            {
                // No descriptor left, most likely: not again at once, others must end first.
                LogAcceptFailed(_logger, exception);
                await Task.Delay(AcceptPause, _time);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        ConnectionContext? connection = null;
        try
        {
            socket.NoDelay = _options.NoDelay;
            if (!await _intake.TryTakeAsync(socket, _open, _unbound.Token))
            {
                connection = _connections.Create(socket);
                await _forHttp.Writer.WriteAsync(connection, _unbound.Token);
            }
        }
        catch (Exception exception)
        {
            // Broken, or refused because the server ends.
            LogConnectionLost(_logger, exception);
            socket.Dispose();
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }
}
