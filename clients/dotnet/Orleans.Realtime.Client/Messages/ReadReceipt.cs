namespace Orleans.Realtime.Client.Messages;

/// <summary>Somebody read: "read <see cref="ReadCount"/>/<see cref="MemberCount"/>" stands for the message at <see cref="Seq"/>.</summary>
public sealed record ReadReceipt : RealtimeEvent
{
    /// <summary>The group or private conversation.</summary>
    public required ChatTarget Conversation { get; init; }

    /// <summary>Who read.</summary>
    public required string UserId { get; init; }

    /// <summary>Up to and including this place.</summary>
    public long Seq { get; init; }

    /// <summary>Members other than the sender who have read that message.</summary>
    public long ReadCount { get; init; }

    /// <summary>All members.</summary>
    public long MemberCount { get; init; }
}
