namespace Orleans.Realtime.Client;

/// <summary>The kinds of logs in which messages have places.</summary>
public enum RealtimeLog
{
    /// <summary>The user's own.</summary>
    Inbox,

    /// <summary>A room's.</summary>
    Room,

    /// <summary>A group's.</summary>
    Group,

    /// <summary>That of the conversation with another user.</summary>
    Private,
}
