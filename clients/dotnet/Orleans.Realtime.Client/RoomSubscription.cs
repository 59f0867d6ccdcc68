namespace Orleans.Realtime.Client;

/// <summary>A room that is subscribed to.</summary>
/// <param name="LastSeq">The room's last message at that moment.</param>
/// <param name="Epoch">The log's life.</param>
/// <param name="Members">Connections in the room.</param>
public sealed record RoomSubscription(long LastSeq, string Epoch, long Members);
