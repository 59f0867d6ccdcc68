using System.Globalization;
using System.Text.Json.Nodes;
using Orleans.Realtime.Client;
using Orleans.Realtime.Client.Streams;

namespace Orleans.Realtime.Cli.Messages;

/// <summary>Something that messages can be published to.</summary>
/// <param name="Name">The command: <c>room</c>.</param>
/// <param name="Description">For help.</param>
/// <param name="Target">What the target is called; null where there is none.</param>
/// <param name="TargetDescription">For help.</param>
/// <param name="SendAsync">Publishes one message under an id; answers when it is acknowledged.</param>
internal sealed record PublishTarget(
    string Name,
    string Description,
    string? Target,
    string TargetDescription,
    Func<RealtimeClient, string, JsonPayload, string?, CancellationToken, Task<Receipt>> SendAsync)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PublishTarget> All { get; } =
    [
        new("room", "Publish to a room.", "room", "The room's id", async (client, room, data, id, token) =>
            Stored(await client.PublishAsync(room, data, new PublishOptions { Id = id }, token))),
        new("user", "Put a message into a user's inbox.", "user", "The user's id", async (client, user, data, id, token) =>
            Delivered((await client.SendToUsersAsync([user], data, new PriorityPublishOptions { Id = id }, token))[0])),
        new("group", "Send to a group.", "group", "The group's id", async (client, group, data, id, token) =>
            Stored(await client.SendToGroupAsync(group, data, new GroupPublishOptions { Id = id }, token))),
        new("private", "Send to the private conversation with a user.", "user", "The other user's id", async (client, user, data, id, token) =>
            Stored(await client.SendPrivatelyAsync(user, data, new PublishOptions { Id = id }, token))),
        new("broadcast", "Send to every live connection; kept nowhere.", null, string.Empty, async (client, _, data, id, token) =>
            Sent(await client.BroadcastAsync(data, new PriorityPublishOptions { Id = id }, token))),
        new("stream", "Add an entry to a stream.", "stream", "The stream's name", async (client, stream, data, id, token) =>
            Added(await client.Streams.PublishAsync(stream, data, new StreamPublishOptions { Id = id }, token))),
    ];

    private static Receipt Stored(PublishResult result)
    {
        var json = new JsonObject { ["message_id"] = result.MessageId };
        if (result.Seq is { } seq)
        {
            json["seq"] = seq;
        }
        else
        {
            json["durable"] = false;
        }

        json["created_at"] = result.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return new Receipt(result.Seq is null ? $"{result.MessageId} delivered, not stored" : $"#{result.Seq} {result.MessageId}", json, result.Seq?.ToString(CultureInfo.InvariantCulture));
    }

    private static Receipt Delivered(UserResult result)
    {
        if (result.Error is { } code)
        {
            throw new RealtimeClientException(code, $"The inbox of '{result.UserId}' did not take it.");
        }

        var json = new JsonObject { ["user_id"] = result.UserId, ["online"] = result.IsOnline };
        if (result.Seq is { } seq)
        {
            json["seq"] = seq;
        }

        var where = result.IsOnline ? "online" : "waits in the inbox";
        return new Receipt(result.Seq is null ? $"{result.UserId}: delivered, not stored" : $"#{result.Seq} {result.UserId}: {where}", json, result.Seq?.ToString(CultureInfo.InvariantCulture));
    }

    private static Receipt Sent(BroadcastResult result) => new(
        $"sent to {Terminals.Words.Many(result.Connections, "connection")} of {Terminals.Words.Many(result.Gateways, "gateway")}",
        new JsonObject { ["gateways"] = result.Gateways, ["connections"] = result.Connections },
        Place: null);

    private static Receipt Added(string id) => new(id, new JsonObject { ["id"] = id }, id);
}
