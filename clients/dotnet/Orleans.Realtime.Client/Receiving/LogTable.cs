namespace Orleans.Realtime.Client.Receiving;

/// <summary>All logs that a client knows.</summary>
internal sealed class LogTable
{
    // Of these the oldest are forgotten: they then go on from what the server knows of the session.
    private const int MaxConversations = 2_500;

    private readonly OrderedDictionary<string, Log> _rooms = [];
    private readonly OrderedDictionary<string, Log> _groups = [];
    private readonly OrderedDictionary<string, Log> _privates = [];

    public LogTable(ClientSnapshot? snapshot)
    {
        if (snapshot is not null)
        {
            Inbox = snapshot.Inbox is { } inbox ? new Log(RealtimeLog.Inbox, "", inbox) : null;
            Fill(RealtimeLog.Room, snapshot.Rooms);
            Fill(RealtimeLog.Group, snapshot.Groups);
            Fill(RealtimeLog.Private, snapshot.Privates);
        }
    }

    public Log? Inbox { get; set; }

    public bool HasPositions => Inbox is not null || _rooms.Count + _groups.Count + _privates.Count > 0;

    /// <summary>All but the inbox.</summary>
    public IEnumerable<Log> Chats => _rooms.Values.Concat(_groups.Values).Concat(_privates.Values);

    public Log? Find(RealtimeLog kind, string id) => kind == RealtimeLog.Inbox ? Inbox : Of(kind).GetValueOrDefault(id);

    public Log Add(RealtimeLog kind, string id)
    {
        var log = new Log(kind, id);
        var table = Of(kind);
        table[id] = log;
        if (kind != RealtimeLog.Room && table.Count > MaxConversations)
        {
            table.RemoveAt(0);
        }

        return log;
    }

    public void Remove(RealtimeLog kind, string id) => Of(kind).Remove(id);

    /// <summary>Another user than before: nothing of its own is left. Rooms are everybody's.</summary>
    public void ForgetUser()
    {
        Inbox = null;
        _groups.Clear();
        _privates.Clear();
    }

    /// <summary>Positions by id.</summary>
    public Dictionary<string, LogPosition> Positions(RealtimeLog kind, Func<Log, LogPosition?> position)
    {
        var positions = new Dictionary<string, LogPosition>();
        foreach (var (id, log) in Of(kind))
        {
            if (position(log) is { } place)
            {
                positions.Add(id, place);
            }
        }

        return positions;
    }

    private OrderedDictionary<string, Log> Of(RealtimeLog kind) => kind switch
    {
        RealtimeLog.Room => _rooms,
        RealtimeLog.Group => _groups,
        RealtimeLog.Private => _privates,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The inbox is no table."),
    };

    private void Fill(RealtimeLog kind, IReadOnlyDictionary<string, LogPosition> positions)
    {
        foreach (var (id, position) in positions)
        {
            Of(kind)[id] = new Log(kind, id, position);
        }
    }
}
