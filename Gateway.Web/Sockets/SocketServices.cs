using Microsoft.Extensions.Options;

namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>What all sockets of the process share; makes them.</summary>
internal sealed class SocketServices(
    IOptions<SocketOptions> options,
    ConnectionWheel wheel,
    SocketMetrics metrics,
    ILogger<WebSocketConnection> logger)
{
    /// <summary>The validated options; they do not change while the process runs.</summary>
    public SocketOptions Options { get; } = options.Value;

    /// <summary>Pings and time-outs.</summary>
    public ConnectionWheel Wheel { get; } = wheel;

    /// <summary>Numbers.</summary>
    public SocketMetrics Metrics { get; } = metrics;

    /// <summary>The log of all sockets.</summary>
    public ILogger Logger { get; } = logger;

    /// <summary>A socket over a connection whose handshake is done. <see cref="WebSocketConnection.RunAsync"/> must follow.</summary>
    /// <param name="transport">The bytes; the socket owns it from here on.</param>
    /// <param name="compression">Whether <c>permessage-deflate</c> was agreed.</param>
    /// <param name="received">What the client sent right behind its handshake.</param>
    public WebSocketConnection Create(SocketTransport transport, bool compression, ReadOnlySpan<byte> received = default) =>
        new(this, transport, compression, received);
}
