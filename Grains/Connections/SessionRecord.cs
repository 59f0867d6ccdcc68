using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Connections;

/// <summary>A session, in memory and as it is written.</summary>
[GenerateSerializer]
[Alias("realtime.session-record")]
internal sealed class SessionRecord
{
    private static readonly Comparer<SessionPosition> ByLog = Comparer<SessionPosition>.Create(static (a, b) =>
        a.Log.Kind != b.Log.Kind ? a.Log.Kind.CompareTo(b.Log.Kind) : string.CompareOrdinal(a.Log.Key, b.Log.Key));

    /// <summary>Whose; none: there is no session.</summary>
    [Id(0)]
    public string? UserId { get; set; }

    /// <summary>The socket that holds it; none while it waits for its client.</summary>
    [Id(1)]
    public string? SocketId { get; set; }

    /// <summary>Where orders to that socket go.</summary>
    [Id(2)]
    public IGatewayObserver? ControlLane { get; set; }

    /// <summary>The rooms, groups and private conversations with the confirmed positions, sorted by log.</summary>
    [Id(3)]
    public List<SessionPosition>? Subscriptions { get; set; }

    /// <summary>The confirmed inbox position.</summary>
    [Id(4)]
    public LogPosition? Inbox { get; set; }

    /// <summary>When the session ends if its client does not come back, milliseconds since the Unix epoch; none while a socket holds it.</summary>
    [Id(5)]
    public long? ExpiresAtUnixMs { get; set; }

    /// <summary>The number of the hold; see <see cref="SessionState.Hold"/>.</summary>
    [Id(6)]
    public long Hold { get; set; }

    /// <summary>Takes over what changed; subscriptions beyond the limits are left out.</summary>
    public void Apply(SessionUpdate update, SessionOptions limits)
    {
        foreach (var removed in update.Removed)
        {
            var index = Subscriptions?.BinarySearch(new(removed, default), ByLog) ?? -1;
            if (index >= 0)
            {
                Subscriptions!.RemoveAt(index);
            }
        }

        foreach (var position in update.Positions)
        {
            if (position.Log.Kind == LogKind.Inbox)
            {
                Inbox = position.Position;
                continue;
            }

            Subscriptions ??= new(1);
            var index = Subscriptions.BinarySearch(position, ByLog);
            if (index >= 0)
            {
                Subscriptions[index] = position;
            }
            else if (HasRoomFor(position.Log, limits))
            {
                Subscriptions.Insert(~index, position);
            }
        }
    }

    private bool HasRoomFor(LogId log, SessionOptions limits)
    {
        // Rooms come first, and no inbox is in the list: where one would stand the rooms end.
        var rooms = ~Subscriptions!.BinarySearch(new(LogId.Inbox(string.Empty), default), ByLog);
        return log.Kind == LogKind.Room ? rooms < limits.MaxSubscriptions : Subscriptions.Count - rooms < limits.MaxConversations;
    }
}
