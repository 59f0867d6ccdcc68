using System.Text.Json.Nodes;

namespace Orleans.Realtime.Client.Tests.Support;

/// <summary>
/// A server with one room, which does to a client whatever its contract allows: it cuts connections, forgets sessions, repeats what it sent, forgets old
/// messages, begins its log anew, refuses for a while, and stores without answering.
/// </summary>
internal sealed class ModelServer(World world) : IAsyncDisposable
{
    private const int Replayed = 5;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, long> _acknowledged = [];
    private readonly List<(string Id, string Data, bool IsClients)> _log = [];
    private FakeSocket? _socket;
    private Task _running = Task.CompletedTask;
    private int _read;
    private int _made;
    private int _oldest = 1;
    private int _epoch;
    private int _session = 1;
    private int _sentTo;
    private bool _isSubscribed;
    private bool _sendsOwn;

    /// <summary>What stands at each place of each life of the log.</summary>
    public Dictionary<(string Epoch, long Seq), (string Data, bool IsClients)> Stored { get; } = [];

    public string Epoch => $"e{_epoch}";

    public int LastSeq
    {
        get
        {
            lock (_gate)
            {
                return _log.Count;
            }
        }
    }

    /// <summary>Requests of this many publishes are refused with <c>unavailable</c>.</summary>
    public int Refusing { get; set; }

    /// <summary>So many publishes are stored, and the connection ends before the answer.</summary>
    public int Silent { get; set; }

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Somebody else publishes.</summary>
    /// <returns>What, as JSON: another text each time.</returns>
    public string Append()
    {
        lock (_gate)
        {
            var data = $"m{++_made}";
            Store($"s{_epoch}-{_log.Count + 1}", data, isClients: false);
            SendLive();
            return $"\"{data}\"";
        }
    }

    public void Cut(bool forgetSession)
    {
        lock (_gate)
        {
            _session += forgetSession ? 1 : 0;
            DropSocket();
        }
    }

    public void Repeat(int count)
    {
        lock (_gate)
        {
            for (var seq = Math.Max(_oldest, _sentTo - count + 1); _isSubscribed && seq <= _sentTo; seq++)
            {
                Send(seq);
            }
        }
    }

    /// <summary>Forgets all but the newest.</summary>
    public void Trim(int keep)
    {
        lock (_gate)
        {
            // Who is connected has what is there: what is forgotten is missing for others.
            _oldest = Math.Max(_oldest, _log.Count - keep + 1);
        }
    }

    public void BeginAnew()
    {
        lock (_gate)
        {
            _log.Clear();
            _acknowledged.Clear();
            (_epoch, _oldest, _sentTo) = (_epoch + 1, 1, 0);
            _session++;
            DropSocket();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
    }

    private async Task RunAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            if (_socket is null && world.TrySocket() is { } socket)
            {
                lock (_gate)
                {
                    (_socket, _read, _isSubscribed) = (socket, 0, false);
                    var isResumed = socket.Query("session_id") == $"s{_session}";
                    _sendsOwn = !isResumed;
                    socket.Accept($"s{_session}", resumed: isResumed);
                }
            }

            lock (_gate)
            {
                Serve();
            }

            if (world.Client.State == RealtimeConnectionState.Waiting || world.Client.PendingRequests > 0)
            {
                world.Clock.Advance(TimeSpan.FromMilliseconds(50));
            }

            await Task.Delay(1);
        }
    }

    private void Serve()
    {
        var sent = _socket?.Sent ?? [];
        while (_socket is not null && _read < sent.Count)
        {
            var frame = sent[_read++];
            switch ((string)frame["type"]!)
            {
                case "resume":
                    Resume(frame);
                    break;
                case "subscribe":
                    _socket.Reply(frame, $$"""{"last_seq":{{_log.Count}},"epoch":"{{Epoch}}","members":1}""");
                    (_isSubscribed, _sentTo) = (true, _log.Count);
                    break;
                case "room":
                    Publish(frame);
                    break;
                case "history":
                    var after = (long)frame["after_seq"]!;
                    var page = _log.Select((entry, index) => (entry, Seq: index + 1L)).Where(entry => entry.Seq > after && entry.Seq >= _oldest).Take(3).ToList();
                    var messages = string.Join(',', page.Select(entry => Message(entry.Seq)));
                    _socket.Reply(frame, $$"""{"messages":[{{messages}}],"has_more":{{(page.Count > 0 && page[^1].Seq < _log.Count ? "true" : "false")}},"epoch":"{{Epoch}}"}""");
                    break;
                default:
                    _socket.Reply(frame);
                    break;
            }
        }
    }

    private void Resume(JsonObject frame)
    {
        var room = frame["rooms"]?["r1"];
        if (room is null)
        {
            _socket!.Reply(frame, """{"recovered":{}}""");
            return;
        }

        var (position, epoch) = ((int)room["seq"]!, (string?)room["epoch"]);
        _socket!.Reply(frame, $$"""{"recovered":{"rooms":{"r1":{"count":1,"last_seq":{{_log.Count}},"epoch":"{{Epoch}}","complete":true} } } }""");
        var isOther = epoch != Epoch || position > _log.Count;

        // The server replays less than its history holds: the rest is a gap that can be repaired, or not.
        var from = isOther ? 1 : position + 1;
        var first = Math.Max(Math.Max(from, _oldest), _log.Count - Replayed + 1);
        if (isOther || first > from)
        {
            _socket.Send($$"""{"type":"gap","room_id":"r1","from_seq":{{from}},"to_seq":{{first - 1}},"epoch":"{{Epoch}}"}""");
        }

        (_isSubscribed, _sentTo) = (true, first - 1);
        SendLive();
    }

    private void Publish(JsonObject frame)
    {
        var id = (string)frame["id"]!;
        if (Refusing > 0)
        {
            Refusing--;
            _socket!.Refuse(frame, RealtimeErrorCodes.Unavailable);
            return;
        }

        if (!_acknowledged.TryGetValue(id, out var seq))
        {
            Store($"c-{id}", (string)frame["data"]!, isClients: true);
            seq = _log.Count;
            _acknowledged.Add(id, seq);
            SendLive();
        }

        if (Silent > 0)
        {
            Silent--;
            DropSocket();
            return;
        }

        _socket!.Reply(frame, Frame.Stored(seq, $"c-{id}"));
    }

    private void Store(string id, string data, bool isClients)
    {
        _log.Add((id, data, isClients));
        Stored.Add((Epoch, _log.Count), (data, isClients));
    }

    private void SendLive()
    {
        while (_socket is not null && _isSubscribed && _sentTo < _log.Count)
        {
            _sentTo++;
            if (_sentTo >= _oldest)
            {
                Send(_sentTo);
            }
        }
    }

    private void Send(int seq)
    {
        // To the session that sent it, it does not come back; a session that the server forgot is another one.
        if (!_log[seq - 1].IsClients || _sendsOwn)
        {
            _socket!.Send(Message(seq));
        }
    }

    private string Message(long seq)
    {
        var (id, data, _) = _log[(int)seq - 1];
        return $$"""{"type":"room","id":"{{id}}","room_id":"r1","seq":{{seq}},"from_user_id":"u2","data":"{{data}}","created_at":"2026-11-21T08:00:00.123Z"}""";
    }

    private void DropSocket()
    {
        _socket?.Break();
        _socket = null;
        _isSubscribed = false;
    }
}
