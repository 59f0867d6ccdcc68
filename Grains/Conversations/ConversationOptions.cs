using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Grains.Conversations;

/// <summary>What groups and private conversations keep and allow. Section <c>Conversations</c>.</summary>
public sealed class ConversationOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Conversations";

    /// <summary>Newest entries that a conversation keeps, messages and changes of members alike; older ones are dropped. Default 100,000, range 100 (and more than <c>Log:MapCheckpoint</c>) to 10,000,000.</summary>
    public int MaxMessages { get; set; } = 100_000;

    /// <summary>How long a conversation keeps an entry; none: without limit. Default none, range 1 minute to 3,650 days.</summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>Members of one group; adding more is refused. Default 20,000, range 2 to 100,000.</summary>
    public int MaxMembers { get; set; } = 20_000;

    /// <summary>How long after sending it the sender may recall a message. Default 2 minutes, range 0 (never) to 3,650 days.</summary>
    public TimeSpan RecallWindow { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Users whom one message may mention, listed and found in its text together; those beyond are told nothing. Default 50, range 0 to 1,000.</summary>
    public int MaxMentions { get; set; } = 50;

    /// <summary>Read receipts are gathered for so long before they are told. Default 200 milliseconds, range 0 to 10 seconds.</summary>
    public TimeSpan ReadInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Calls to grains of members that one conversation has under way at once. Default 64, range 1 to 1,000.</summary>
    public int MaxParallelCalls { get; set; } = 64;

    /// <summary>The same as an immutable value.</summary>
    internal LogRetention ToRetention() => new(MaxMessages, MaxAge);
}
