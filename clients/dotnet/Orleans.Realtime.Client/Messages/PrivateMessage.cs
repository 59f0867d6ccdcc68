namespace Orleans.Realtime.Client.Messages;

/// <summary>A message in a private conversation, in either direction: one's other connections send too.</summary>
public sealed record PrivateMessage : RealtimeMessage
{
    /// <summary>The other one of the two users, whoever sent it.</summary>
    public required string PeerUserId { get; init; }

    /// <summary>To whom it was sent.</summary>
    public required string ToUserId { get; init; }
}
