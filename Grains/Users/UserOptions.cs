namespace Orleans.Realtime.Grains.Users;

/// <summary>Limits of one user. Section <c>Users</c>.</summary>
public sealed class UserOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Users";

    /// <summary>Live connections of one user over all gateways; one more is refused as forbidden. Default 100, range 0 to 100,000; 0 is unlimited.</summary>
    public int MaxConnectionsPerUser { get; set; } = 100;

    /// <summary>Groups that one user is a member of; joining one more is refused as forbidden. Default 2,000, range 1 to 100,000.</summary>
    public int MaxGroups { get; set; } = 2_000;

    /// <summary>
    /// Private conversations that are remembered for one user, the most recently active ones; what is forgotten is no longer counted as unread, and its history can still be
    /// read. Default 1,000, range 10 to 100,000.
    /// </summary>
    public int MaxPrivate { get; set; } = 1_000;

    /// <summary>Private conversations that a connection listens to from its beginning, the most recently active ones; others from their next message on. Default 100, range 0 to 10,000.</summary>
    public int ListenedPrivate { get; set; } = 100;

    /// <summary>Calls to conversations that one user has under way at once. Default 64, range 1 to 1,000.</summary>
    public int MaxParallelCalls { get; set; } = 64;

    /// <summary>How long one conversation may take to say what is unread; one that takes longer is left out. Default 1.5 seconds, range 100 milliseconds to 30 seconds.</summary>
    public TimeSpan UnreadTimeout { get; set; } = TimeSpan.FromSeconds(1.5);
}
