using System.Text.Json;
using Orleans.Realtime.Grains.Interfaces.Connections;
using Orleans.Realtime.Grains.Interfaces.Conversations;
using Orleans.Realtime.Grains.Interfaces.Gateways;
using Orleans.Realtime.Grains.Interfaces.Messaging;
using Orleans.Realtime.Grains.Interfaces.Rooms;
using Orleans.Realtime.Grains.Interfaces.Users;

namespace Orleans.Realtime.Grains.Tests.Support;

/// <summary>Things that tests send.</summary>
internal static class Some
{
    public static Message Message(string id, MessageKind kind = MessageKind.Room, string? clientId = null) =>
        new() { Id = id, Kind = kind, SenderId = "sender", ClientId = clientId, Data = "{\"n\":1}"u8.ToArray() };

    /// <summary>Publishes messages in an array: what the compiler makes of a collection expression for an interface cannot be sent to a grain.</summary>
    public static Task<IReadOnlyList<PublishReceipt>> Publish(this IRoomGrain room, params Message[] messages) => room.PublishAsync(messages);

    public static Task<IReadOnlyList<PublishReceipt>> Send(this IUserGrain user, params Message[] messages) => user.SendAsync(messages);

    public static IReadOnlyList<Message> Messages(int count, string prefix = "m", MessageKind kind = MessageKind.Room) =>
        Enumerable.Range(1, count).Select(i => Message($"{prefix}{i}", kind)).ToArray();

    public static AttachRequest Attach(GatewayRoute route, LogPosition? from = null, params string[] sessions) =>
        new(route, from, sessions.Select(session => new Subscriber(session, $"user-of-{session}")).ToArray());

    public static ConnectRequest Connect(GatewayRoute route, string session) => new(new(session, route.Address, 0, "192.0.2.1:5"), route);

    public static OpenSession Open(GatewayRoute route, string socket, bool resume = false, string user = "u1") =>
        new(user, socket, route.Address, route.Lane, resume);

    public static Actor User(string id) => new(id, IsService: false, IsAdmin: false);

    public static Actor Admin(string id) => new(id, IsService: false, IsAdmin: true);

    public static Actor Service { get; } = new("backend", IsService: true, IsAdmin: false);

    /// <summary>A message to a group, or with <see cref="MessageKind.Private"/> to a user.</summary>
    public static Message From(string sender, string id, string content = "hello", MessageKind kind = MessageKind.Group, string? clientId = null, params string[] mentions) => new()
    {
        Id = id,
        Kind = kind,
        SenderId = sender,
        ClientId = clientId,
        Data = JsonSerializer.SerializeToUtf8Bytes(content),
        Mentions = mentions.Length > 0 ? mentions : null,
    };

    public static Task<GroupInfo> Create(this IConversationGrain group, string owner, params string[] members) =>
        group.CreateAsync(new(User(owner), "A group", members, RequestId: null));

    public static async Task<PublishReceipt> Say(this IConversationGrain conversation, Message message) =>
        (await conversation.PublishAsync(new[] { message }))[0];

    public static long[] Seqs(long from, long to) => [.. Enumerable.Range(0, (int)(to - from + 1)).Select(i => from + i)];
}
