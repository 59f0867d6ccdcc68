namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>How the gateway treats a WebSocket. Configuration section <c>Sockets</c>.</summary>
internal sealed class SocketOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Sockets";

    /// <summary>Largest message taken from a client, in bytes after inflation; more closes 1009. Default 524,288; 1,024 to 67,108,864.</summary>
    public int MaxMessageBytes { get; set; } = 512 * 1024;

    /// <summary>Time between two pings to one client. Default 50 s; 1 s to 10 minutes. Connections are spread over it.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(50);

    /// <summary>A client from which no frame came for so long is closed with 4408. Default 60 s; more than <see cref="PingInterval"/>, at most 1 hour.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A write of at most <see cref="WriteBufferBytes"/> that does not end for so long closes 4430. Default 10 s; 100 ms to 10 minutes.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Frames that may wait for one client. At or over it a client whose write in progress stalls for <see cref="SlowConsumerGrace"/>
    /// is closed with 4430; a client that keeps reading is not, whatever the burst. Default 256; 1 to 65,536.
    /// </summary>
    public int SendQueueFrames { get; set; } = 256;

    /// <summary>Frames that never wait for one client: over it the client is closed with 4430 at once. Default 8,192; from <see cref="SendQueueFrames"/> to 1,048,576.</summary>
    public int SendQueueHardFrames { get; set; } = 8192;

    /// <summary>
    /// Bytes (before compression) that may wait for one client; over it the client is closed with 4430 at once. One frame alone
    /// may be larger. Default 8 MiB; 65,536 to 1 GiB.
    /// </summary>
    public long SendQueueBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>How long a write may stall while the queue is full. Default 500 ms; 100 ms to 1 minute. Checked to 100 ms.</summary>
    public TimeSpan SlowConsumerGrace { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a slow client has to read its close frame before the socket is aborted. Default 30 s; 100 ms to 10 minutes.</summary>
    public TimeSpan SlowConsumerCloseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the closing handshake may take, from our decision to the peer's close frame. Default 5 s; 100 ms to 10 minutes.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Most bytes of waiting frames that go out in one write. Default 65,536; 4,096 to 1 MiB.</summary>
    public int WriteBufferBytes { get; set; } = 64 * 1024;

    /// <summary>Whether <c>permessage-deflate</c> is agreed to where a client offers it. Default true.</summary>
    public bool Compression { get; set; } = true;

    /// <summary>Payloads from this many bytes on are sent compressed, to clients that agreed, if that makes them smaller. Default 512; 0 to 1 MiB.</summary>
    public int CompressionThreshold { get; set; } = 512;
}
