namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>What a log belongs to. The kind decides its retention and which grain writes it.</summary>
public enum LogKind
{
    /// <summary>A room: a live audience with a short history.</summary>
    Room = 0,

    /// <summary>A user's inbox: directed events, kept until acknowledged.</summary>
    Inbox = 1,

    /// <summary>A group: durable members, long history.</summary>
    Group = 2,

    /// <summary>A private conversation of two users.</summary>
    Private = 3,
}
