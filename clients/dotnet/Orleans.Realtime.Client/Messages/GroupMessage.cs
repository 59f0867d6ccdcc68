namespace Orleans.Realtime.Client.Messages;

/// <summary>A message in a group.</summary>
public sealed record GroupMessage : RealtimeMessage
{
    /// <summary>The group.</summary>
    public required string GroupId { get; init; }

    /// <summary>The members that it names.</summary>
    public IReadOnlyList<string> Mentions { get; init; } = [];
}
