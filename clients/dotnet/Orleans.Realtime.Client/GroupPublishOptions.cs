namespace Orleans.Realtime.Client;

/// <summary>How a message to a group is published.</summary>
public sealed record GroupPublishOptions : PublishOptions
{
    /// <summary>Up to 100 members who are told through their inboxes. Default none.</summary>
    public IReadOnlyCollection<string>? Mentions { get; init; }
}
