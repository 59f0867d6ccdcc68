namespace Orleans.Realtime.Client.Messages;

/// <summary>Inbox: somebody named this user in a group.</summary>
public sealed record MentionMessage : RealtimeMessage
{
    /// <summary>The group.</summary>
    public required string GroupId { get; init; }

    /// <summary>The message that names the user.</summary>
    public required string MessageId { get; init; }

    /// <summary>Its place in the group.</summary>
    public long MessageSeq { get; init; }
}
