namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>What a message is about.</summary>
/// <param name="UserId">Of a member entry: the user who was added or removed.</param>
/// <param name="Log">Of a mention: the conversation.</param>
/// <param name="MessageId">Of a recall or a mention: the message.</param>
/// <param name="Seq">Its position.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.message-reference")]
public sealed record MessageReference(
    [property: Id(0)] string? UserId = null,
    [property: Id(1)] LogId? Log = null,
    [property: Id(2)] string? MessageId = null,
    [property: Id(3)] long Seq = 0);
