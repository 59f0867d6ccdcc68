namespace Orleans.Realtime.Client.Messages;

/// <summary>Somebody came into a group, or left it.</summary>
public sealed record MemberChange : RealtimeEvent
{
    /// <summary>The group.</summary>
    public required string GroupId { get; init; }

    /// <summary>Who.</summary>
    public required string UserId { get; init; }

    /// <summary>Whether the user was added; else it was removed or left.</summary>
    public bool Added { get; init; }

    /// <summary>Its place in the group's log; none where it only tells a user of its own membership.</summary>
    public long? Seq { get; init; }

    /// <summary>Who did it, where that is told.</summary>
    public string? ByUserId { get; init; }
}
