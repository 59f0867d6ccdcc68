namespace Orleans.Realtime.Client.Messages;

/// <summary>A message in a room that was subscribed to.</summary>
public sealed record RoomMessage : RealtimeMessage
{
    /// <summary>The room.</summary>
    public required string RoomId { get; init; }
}
