namespace Orleans.Realtime.Grains.Connections;

/// <summary>How long and how much of a session is kept. Section <c>Sessions</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Sessions";

    /// <summary>How long a session waits for its client after its socket ended. Default 2 minutes, range 1 second to 24 hours.</summary>
    public TimeSpan ResumeWindow { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Rooms that one session remembers; the gateway refuses more, the grain ignores them. Default 1,000, range 1 to 100,000.</summary>
    public int MaxSubscriptions { get; set; } = 1_000;

    /// <summary>
    /// Groups and private conversations whose position one session remembers; a client that resumes hears others from where their user joined. More than
    /// <c>Users:MaxGroups</c> and <c>Users:ListenedPrivate</c> together. Default 3,000, range 1 to 200,000.
    /// </summary>
    public int MaxConversations { get; set; } = 3_000;
}
