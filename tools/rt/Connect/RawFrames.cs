using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using Orleans.Realtime.Cli.Connections;
using Orleans.Realtime.Cli.Messages;
using Orleans.Realtime.Cli.Terminals;
using Orleans.Realtime.Client;
using Orleans.Realtime.Client.Messages;

namespace Orleans.Realtime.Cli.Connect;

/// <summary>Frames as they are, past the client: all that come, where they are wanted, else those that answer what the user sent raw.</summary>
/// <param name="terminal">Where they are shown.</param>
/// <param name="joined">Rooms whose messages the client itself tells.</param>
/// <param name="showsAll">Whether all are.</param>
internal sealed class RawFrames(Terminal terminal, ConcurrentDictionary<string, bool> joined, bool showsAll)
{
    // Somebody types them: so many, and the oldest are forgotten all at once.
    private const int MaxIds = 1_000;

    private readonly ConcurrentDictionary<string, bool> _ids = new(StringComparer.Ordinal);
    private volatile TappedSocket? _socket;
    private volatile bool _hasSentWithoutId;
    private volatile bool _showsRooms;

    /// <summary>Opens sockets for a client, each in place of the one before.</summary>
    public async ValueTask<WebSocket> OpenAsync(Uri address, string? token, CancellationToken cancellationToken) =>
        _socket = await TappedSocket.OpenAsync(address, token, Received, cancellationToken);

    /// <summary>
    /// Shows messages of rooms that were not joined here too: those that a session had, which the server goes on with, and of which a client that was made anew
    /// knows nothing.
    /// </summary>
    public void ShowRoomsOfTheSession() => _showsRooms = true;

    /// <summary>Sends a frame; false where there is no connection.</summary>
    /// <param name="frame">JSON.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> SendAsync(JsonElement frame, CancellationToken cancellationToken)
    {
        if (_socket is not { State: WebSocketState.Open } socket)
        {
            return false;
        }

        if (IdOf(frame) is { } id)
        {
            if (_ids.Count >= MaxIds)
            {
                _ids.Clear();
            }

            _ids[id] = true;
        }
        else
        {
            _hasSentWithoutId = true;
        }

        try
        {
            await socket.SendRawAsync(frame.GetRawText(), cancellationToken);
            return true;
        }
        catch (Exception fault) when (fault is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    private void Received(string frame)
    {
        if (showsAll || ((_hasSentWithoutId || !_ids.IsEmpty) && IsAnswer(frame)))
        {
            terminal.Raw(terminal.OutIsTerminal ? Words.Visible(EventJson.OneLine(frame)) : EventJson.OneLine(frame));
        }
        else if (_showsRooms && frame.StartsWith("{\"type\":\"room\"", StringComparison.Ordinal))
        {
            ShowRoom(frame);
        }
    }

    private void ShowRoom(string frame)
    {
        using var json = JsonDocument.Parse(frame);
        var root = json.RootElement;
        string Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() ?? string.Empty : string.Empty;
        var room = Text("room_id");
        if (joined.ContainsKey(room))
        {
            return;
        }

        var message = new RoomMessage
        {
            Id = Text("id"),
            RoomId = room,
            Seq = root.TryGetProperty("seq", out var seq) ? seq.GetInt64() : null,
            FromUserId = Text("from_user_id"),
            Data = root.TryGetProperty("data", out var data) ? JsonPayload.FromElement(data) : default,
            CreatedAt = root.TryGetProperty("created_at", out var time) ? time.GetDateTimeOffset() : default,
        };
        terminal.Line(EventText.Of(message, TimeProvider.System)!);
    }

    // The client's own frames are answered as well; what answers the user's has the id that the user gave, or none.
    private bool IsAnswer(string frame)
    {
        using var json = JsonDocument.Parse(frame);
        return json.RootElement.TryGetProperty("type", out var type) && type.GetString() is "reply" or "error" or "pong"
            && (IdOf(json.RootElement) is { } id ? _ids.ContainsKey(id) : _hasSentWithoutId);
    }

    private static string? IdOf(JsonElement frame) =>
        frame.ValueKind == JsonValueKind.Object && frame.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
}
