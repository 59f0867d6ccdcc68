using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Gateway.Web.Delivery;

/// <summary>What one look at all audiences of this gateway finds.</summary>
internal sealed class AudienceSurvey
{
    private readonly PriorityQueue<string, int> _rooms = new(GatewayReport.MaxAudiences + 1);
    private readonly PriorityQueue<string, int> _groups = new(GatewayReport.MaxAudiences + 1);

    /// <summary>Rooms with an audience.</summary>
    public int RoomCount { get; private set; }

    /// <summary>Groups and private conversations with an audience.</summary>
    public int ConversationCount { get; private set; }

    /// <summary>Adds an audience.</summary>
    public void Add(LogId log, int connections)
    {
        if (connections == 0 || log.Kind == LogKind.Inbox)
        {
            return;
        }

        if (log.Kind == LogKind.Room)
        {
            RoomCount++;
            Rank(_rooms, log.Key, connections);
            return;
        }

        ConversationCount++;
        if (log.Kind == LogKind.Group)
        {
            Rank(_groups, log.Key, connections);
        }
    }

    /// <summary>The rooms with the most connections, the biggest first.</summary>
    public AudienceSize[] TakeRooms() => Take(_rooms);

    /// <summary>The groups with the most connections, the biggest first.</summary>
    public AudienceSize[] TakeGroups() => Take(_groups);

    private static void Rank(PriorityQueue<string, int> biggest, string id, int connections)
    {
        if (biggest.Count < GatewayReport.MaxAudiences)
        {
            biggest.Enqueue(id, connections);
        }
        else if (biggest.TryPeek(out _, out var least) && connections > least)
        {
            biggest.DequeueEnqueue(id, connections);
        }
    }

    private static AudienceSize[] Take(PriorityQueue<string, int> biggest)
    {
        var sizes = new AudienceSize[biggest.Count];
        for (var i = sizes.Length - 1; biggest.TryDequeue(out var id, out var connections); i--)
        {
            sizes[i] = new(id, connections);
        }

        return sizes;
    }
}
