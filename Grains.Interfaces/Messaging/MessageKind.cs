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

    /// <summary>Sent to a group by a member or a service.</summary>
    Group = 4,

    /// <summary>Sent to one user by another.</summary>
    Private = 5,

    /// <summary>Members of a group changed: <see cref="Message.Reference"/> names the user, <see cref="Message.Type"/> is <c>added</c> or <c>removed</c>, the sender is who did it.</summary>
    Member = 6,

    /// <summary>A message was recalled: <see cref="Message.Reference"/> names it, the sender is who recalled it.</summary>
    Recall = 7,

    /// <summary>In an inbox: the user was mentioned in the message that <see cref="Message.Reference"/> names.</summary>
    Mention = 8,

    /// <summary>Stands where a message was recalled; holds nothing, and no client gets it.</summary>
    Erased = 9,
}
