using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Interfaces.Rooms;

/// <summary>One thing that a <see cref="RoomListener"/> hears.</summary>
/// <param name="Position">
/// How far the room is known with this event. A service that stores it with what it does about the event, and starts its next listener
/// from there, handles every message once.
/// </param>
/// <param name="Message">
/// The message; <see langword="null"/> for a gap: what lies between the event before and <paramref name="Position"/> is lost, because the
/// service was away for longer than the room keeps messages, or because the room's log was (another <see cref="LogPosition.Epoch"/>).
/// </param>
public sealed record RoomEvent(LogPosition Position, Message? Message)
{
    /// <summary>Whether messages are missing here.</summary>
    public bool IsGap => Message is null;
}
