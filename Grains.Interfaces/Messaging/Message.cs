namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>
/// One entry of a log, and what subscribers receive. Immutable: one instance is shared by the log, by every gateway of the
/// process and by every reader. <see cref="Data"/> is opaque: nobody between sender and receiver looks inside.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("realtime.message")]
public sealed record Message
{
    /// <summary>Position in the log: 1, 2, 3 … without gap or repeat. 0 for what is stored in no log.</summary>
    [Id(0)]
    public long Seq { get; init; }

    /// <summary>Unique id made by the service, at most 64 characters.</summary>
    [Id(1)]
    public required string Id { get; init; }

    /// <summary>Which frame it becomes.</summary>
    [Id(2)]
    public MessageKind Kind { get; init; }

    /// <summary>The application's event type, for <see cref="MessageKind.Event"/> and broadcasts made over HTTP.</summary>
    [Id(3)]
    public string? Type { get; init; }

    /// <summary>The user who sent it, or none when a service sent it for nobody.</summary>
    [Id(4)]
    public string? SenderId { get; init; }

    /// <summary>The session that sent it, when it came over a socket.</summary>
    [Id(5)]
    public string? OriginSessionId { get; init; }

    /// <summary>Which of the sender's connections do not get it back.</summary>
    [Id(6)]
    public EchoPolicy Echo { get; init; }

    /// <summary>The sender's own id of the message, if it gave one: with <see cref="SenderId"/> the idempotency key.</summary>
    [Id(7)]
    public string? ClientId { get; init; }

    /// <summary>The payload, one JSON value as the sender wrote it. Never change its bytes.</summary>
    [Id(8)]
    public required byte[] Data { get; init; }

    /// <summary>When the log took it, milliseconds since the Unix epoch, by the clock of the silo that owns the log.</summary>
    [Id(9)]
    public long CreatedAtUnixMs { get; init; }

    /// <summary>Users who are mentioned, as the sender listed them; at most 100. Members see the list with the message.</summary>
    [Id(10)]
    public IReadOnlyList<string>? Mentions { get; init; }

    /// <summary>What the message is about, for the kinds that are about something.</summary>
    [Id(11)]
    public MessageReference? Reference { get; init; }

    /// <summary>Overtakes normal ones in a connection's outbound queue; never within one log.</summary>
    [Id(12)]
    public MessagePriority Priority { get; init; }

    /// <summary>The W3C trace context of the request that sent it, or none.</summary>
    [Id(13)]
    public string? TraceParent { get; init; }

    /// <summary>A service sends it in the sender's name: membership is not asked for. Not stored.</summary>
    [Id(14)]
    public bool OnBehalf { get; init; }

    /// <summary>
    /// What follows each <c>@</c> in the content, up to the next white space, as whoever knows the content's form has found it; at most 100. Where it begins with a
    /// member's id that member is mentioned. Nobody sees the list.
    /// </summary>
    [Id(15)]
    public IReadOnlyList<string>? TextMentions { get; init; }

    /// <summary>What stays of the message when it is recalled: its place, and what recognises it when it is sent again.</summary>
    public Message Erased() => this with { Kind = MessageKind.Erased, Data = [], Mentions = null, TextMentions = null, TraceParent = null };
}
