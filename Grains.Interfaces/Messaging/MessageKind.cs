namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>Which frame of the protocol a message becomes.</summary>
public enum MessageKind
{
    /// <summary>Published to a room by a subscriber or a service.</summary>
    Room = 0,

    /// <summary>Sent into an inbox by a user or a service over a socket.</summary>
    User = 1,

    /// <summary>Sent into an inbox over HTTP, with an event type of the application's own.</summary>
    Event = 2,

    /// <summary>Sent to every live connection; stored nowhere.</summary>
    Broadcast = 3,
}
