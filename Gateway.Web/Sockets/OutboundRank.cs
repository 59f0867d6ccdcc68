namespace Orleans.Realtime.Gateway.Web.Sockets;

/// <summary>
/// Which waiting frames a frame goes before. Only inboxes and broadcasts know urgency, and a connection has one inbox: so a rank says all that
/// the queue must know of a frame's log.
/// </summary>
internal enum OutboundRank : byte
{
    /// <summary>Goes in turn: rooms, conversations, replies, control frames.</summary>
    Common = 0,

    /// <summary>Goes in turn, and comes along where an urgent frame of the inbox goes ahead, so that it stays before that one.</summary>
    Inbox = 1,

    /// <summary>Goes ahead of what is not urgent, together with the inbox's frames that came before it.</summary>
    UrgentInbox = 2,

    /// <summary>Goes ahead of what is not urgent.</summary>
    Urgent = 3,
}
