namespace Orleans.Realtime.Client;

/// <summary>How a room is subscribed to.</summary>
public sealed record SubscribeOptions : SendOptions
{
    /// <summary>History behind this position comes first; with an epoch that is not the log's, everything that is held. Default none: from now on.</summary>
    public LogPosition? Since { get; init; }
}
