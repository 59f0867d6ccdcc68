namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>The answer to one published message. With <see cref="Error"/> = none the message is in the log, unless <see cref="LiveOnly"/>.</summary>
[GenerateSerializer]
[Immutable]
[Alias("realtime.publish-receipt")]
public sealed record PublishReceipt
{
    /// <summary>The message's id: the first one's when the idempotency key was seen before.</summary>
    [Id(0)]
    public required string MessageId { get; init; }

    /// <summary>Its position in the log.</summary>
    [Id(1)]
    public long Seq { get; init; }

    /// <summary>When the log took it, milliseconds since the Unix epoch.</summary>
    [Id(2)]
    public long CreatedAtUnixMs { get; init; }

    /// <summary>True when the idempotency key was seen before: nothing was stored or delivered again.</summary>
    [Id(3)]
    public bool Duplicate { get; init; }

    /// <summary>Inboxes: whether the user had a live connection when the log took it.</summary>
    [Id(4)]
    public bool Online { get; init; }

    /// <summary>Why it was not stored, or none.</summary>
    [Id(5)]
    public RealtimeErrorCode Error { get; init; }

    /// <summary>The reason in words, when there is an error.</summary>
    [Id(6)]
    public string? ErrorMessage { get; init; }

    /// <summary>
    /// True when the log's storage was out of reach and the message went only to those who listened then: it is in no log, <see cref="Seq"/> is 0, and nobody gets it later.
    /// </summary>
    [Id(7)]
    public bool LiveOnly { get; init; }
}
