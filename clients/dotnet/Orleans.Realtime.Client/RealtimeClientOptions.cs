using System.Net.WebSockets;
using System.Text.Json;

namespace Orleans.Realtime.Client;

/// <summary>Settings of a client. They are read once, when it is made.</summary>
public sealed class RealtimeClientOptions
{
    /// <summary>Where configuration has them, by custom.</summary>
    public const string Section = "Realtime:Client";

    /// <summary>Where the gateways listen, for example <c>wss://rt.example.com/ws</c>. With several, the next is tried when one fails. Required.</summary>
    public IList<Uri> Urls { get; } = [];

    /// <summary>A fixed JWT. Default none: the server is in development mode, or there is a <see cref="TokenProvider"/>.</summary>
    public string? Token { get; set; }

    /// <summary>
    /// Gives a JWT: called before the first connection, <see cref="RefreshTokenBefore"/> ahead of its expiry, and after one was rejected. What it throws counts as a
    /// failed attempt and is repeated with backoff; a <see cref="RealtimeClientException"/> with <see cref="RealtimeErrorCodes.Unauthorized"/> stops for good. Default none.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? TokenProvider { get; set; }

    /// <summary>How long before a token's <c>exp</c> the next is asked for: 0 to 24 hours. Default 30 s. Of a token that lives shorter half its life is used.</summary>
    public TimeSpan RefreshTokenBefore { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Further query parameters, such as <c>user_id</c> and <c>role</c> in development mode. Default none.</summary>
    public IDictionary<string, string> Query { get; } = new Dictionary<string, string>();

    /// <summary>For one attempt, from its start to the <c>connected</c> frame: 100 ms to 10 minutes. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Coming back after the connection was lost.</summary>
    public RealtimeReconnectOptions Reconnect { get; } = new();

    /// <summary>Noticing a connection that is silently dead.</summary>
    public RealtimeHeartbeatOptions Heartbeat { get; } = new();

    /// <summary>What is sent and not answered yet.</summary>
    public RealtimeQueueOptions Queue { get; } = new();

    /// <summary>What was received and not handled yet.</summary>
    public RealtimeDeliveryOptions Delivery { get; } = new();

    /// <summary>Acknowledging the inbox.</summary>
    public RealtimeInboxOptions Inbox { get; } = new();

    /// <summary>Where an earlier client of the same user stood: <see cref="RealtimeClient.Snapshot"/>. Then nothing is missed over a restart. Default none.</summary>
    public ClientSnapshot? Snapshot { get; set; }

    /// <summary>How values are serialized that are given without a type info: <see cref="JsonSerializerOptions.Web"/>, or options with a source generator's resolver. Default none.</summary>
    public JsonSerializerOptions? SerializerOptions { get; set; }

    /// <summary>Sets proxies, headers and certificates of the sockets. Default none.</summary>
    public Action<ClientWebSocketOptions>? ConfigureSocket { get; set; }

    /// <summary>
    /// Opens a socket to an address with a token, in place of <see cref="ClientWebSocket"/>. A <see cref="RealtimeClientException"/> with
    /// <see cref="RealtimeErrorCodes.Unauthorized"/> says that the token was rejected. Default none.
    /// </summary>
    public Func<Uri, string?, CancellationToken, ValueTask<WebSocket>>? SocketFactory { get; set; }
}
