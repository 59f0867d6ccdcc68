using System.Collections.Concurrent;
using System.Text.Json;

namespace Orleans.Realtime.Cluster.Harness.History;

/// <summary>What the server says.</summary>
internal sealed partial class RealtimeClient
{
    private const string SubscribePrefix = "subscribe/";
    private const string ResumeId = "resume";
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, (string Epoch, long Seq)> _positions = [];
    private int _unconfirmed;

    private string Inbox => LogNames.Inbox(name);

    /// <summary>How far the client has a log; 0 before it listens.</summary>
    public long PositionOf(string log) => _positions.TryGetValue(log, out var position) ? position.Seq : 0;

    /// <summary>Whether it listens to a log.</summary>
    public bool Follows(string log) => _positions.ContainsKey(log);

    private void Receive(RealtimeSocket socket, JsonElement frame)
    {
        switch (Text(frame, "type"))
        {
            case "connected":
                OnConnected(socket, frame);
                break;
            case "reply":
                OnReply(socket, frame);
                break;
            case "error":
                OnError(socket, frame);
                break;
            case "room":
                OnMessage(LogNames.Room(Text(frame, "room_id")), frame);
                break;
            case "gap":
                OnGap(frame);
                break;
            case "reconnect":
                // Half of all clients leave when they are asked to, the others when they are thrown out.
                _leaveAt = history.Now + TimeSpan.FromMilliseconds(frame.GetProperty("delay_ms").GetInt64()) + (random.Next(2) * LongestSilence);
                break;
            case "pong" or "broadcast":
                break;
            default:
                OnMessage(Inbox, frame);
                Confirm(socket);
                break;
        }
    }

    private void OnConnected(RealtimeSocket socket, JsonElement frame)
    {
        _connected = true;
        _backoff.Reset();
        var resumed = frame.GetProperty("resumed").GetBoolean();
        if (_sessionId is not null && !resumed)
        {
            SessionsLost++;
        }

        _sessionId = Text(frame, "session_id");
        if (!Follows(Inbox))
        {
            var inbox = frame.GetProperty("inbox");
            Begin(Inbox, Text(inbox, "epoch"), inbox.GetProperty("next_seq").GetInt64() - 1 - inbox.GetProperty("pending").GetInt64());
        }

        foreach (var room in rooms)
        {
            if (!Follows(LogNames.Room(room)))
            {
                Subscribe(socket, room);
            }
        }
    }

    private static void Subscribe(RealtimeSocket socket, string room) =>
        socket.Send($$"""{"type":"subscribe","id":"{{SubscribePrefix}}{{room}}","room_id":"{{room}}"}""");

    private void OnReply(RealtimeSocket socket, JsonElement frame)
    {
        var id = Text(frame, "id");
        if (id.StartsWith(SubscribePrefix, StringComparison.Ordinal))
        {
            Begin(LogNames.Room(id[SubscribePrefix.Length..]), Text(frame, "epoch"), frame.GetProperty("last_seq").GetInt64());
        }
        else if (id.Length > 0 && id != ResumeId)
        {
            Acknowledge(socket, id, frame);
        }
    }

    private void Acknowledge(RealtimeSocket socket, string id, JsonElement frame)
    {
        if (!frame.TryGetProperty("results", out var results))
        {
            Outbox.Acknowledge(id, _ => (frame.GetProperty("seq").GetInt64(), Text(frame, "message_id")));
        }
        else if (results[0].TryGetProperty("error", out var error))
        {
            Refuse(socket, id, error.GetString()!, RetryAfter);
        }
        else
        {
            // The reply to a 'user' frame names no message id.
            Outbox.Acknowledge(id, _ => (results[0].GetProperty("seq").GetInt64(), string.Empty));
        }
    }

    private void OnError(RealtimeSocket socket, JsonElement frame)
    {
        var (id, code) = (Text(frame, "id"), Text(frame, "code"));
        Refuse(socket, id, code, frame.TryGetProperty("retry_after_ms", out var pause) ? TimeSpan.FromMilliseconds(pause.GetInt64()) : RetryAfter);
        if (code is not ("unavailable" or "timeout" or "rate_limited"))
        {
            var text = Text(frame, "message");
            history.Add(at => new HistoryEvent.Oddity(at, $"{name}: error {code} to '{id}': {text}"));
        }
    }

    private void Refuse(RealtimeSocket socket, string id, string code, TimeSpan retryAfter)
    {
        if (id == ResumeId || id.StartsWith(SubscribePrefix, StringComparison.Ordinal))
        {
            // Begin again elsewhere.
            socket.Abort();
        }
        else
        {
            Outbox.Refuse(id, code, retryAfter);
        }
    }

    private void OnMessage(string log, JsonElement frame)
    {
        if (!frame.TryGetProperty("seq", out var place))
        {
            // A broadcast: in no log.
            return;
        }

        var seq = place.GetInt64();
        var data = frame.GetProperty("data");
        var (messageId, id) = (Text(frame, "id"), Text(data, "id"));
        history.Add(at => new HistoryEvent.Delivered(at, name, log, seq, messageId, id));
        if (_positions.TryGetValue(log, out var position))
        {
            _positions[log] = position with { Seq = Math.Max(position.Seq, seq) };
        }
    }

    private void OnGap(JsonElement frame)
    {
        var log = frame.TryGetProperty("room_id", out var room) ? LogNames.Room(room.GetString()!) : Inbox;
        var epoch = Text(frame, "epoch");
        var (from, to) = (frame.GetProperty("from_seq").GetInt64(), frame.GetProperty("to_seq").GetInt64());
        history.Add(at => new HistoryEvent.Gap(at, name, log, epoch, from, to));
        if (_positions.TryGetValue(log, out var position))
        {
            // Before the reply to 'subscribe' there is no position that it could change.
            _positions[log] = position.Epoch == epoch ? (epoch, Math.Max(position.Seq, to)) : (epoch, to);
        }
    }

    private void Begin(string log, string epoch, long seq)
    {
        if (_positions.TryAdd(log, (epoch, seq)))
        {
            history.Add(at => new HistoryEvent.Began(at, name, log, epoch, seq));
            if (_positions.Count == rooms.Count + 1)
            {
                _ready.TrySetResult();
            }
        }
    }

    /// <summary>Tells the server now and then how far the inbox is here; the rest its pings find out.</summary>
    private void Confirm(RealtimeSocket socket)
    {
        if (++_unconfirmed >= 10)
        {
            _unconfirmed = 0;
            socket.Send($$"""{"type":"ack","seq":{{PositionOf(Inbox)}}}""");
        }
    }

    private static string Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) ? value.GetString() ?? string.Empty : string.Empty;
}
