using Orleans.Realtime.Grains.Interfaces.Messaging;

namespace Orleans.Realtime.Grains.Users;

/// <summary>A conversation that a user takes part in.</summary>
[GenerateSerializer]
[Alias("realtime.conversation-entry")]
internal sealed class ConversationEntry
{
    /// <summary>Which.</summary>
    [Id(0)]
    public LogId Log { get; set; }

    /// <summary>Where the membership began; of a private conversation: where its present activity did.</summary>
    [Id(1)]
    public long JoinedSeq { get; set; }

    /// <summary>Of a private conversation: when it was last known to be active, milliseconds since the Unix epoch.</summary>
    [Id(2)]
    public long ActiveAtUnixMs { get; set; }
}
