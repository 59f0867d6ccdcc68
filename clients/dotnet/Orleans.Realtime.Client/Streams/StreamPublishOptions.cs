namespace Orleans.Realtime.Client.Streams;

/// <summary>How an entry is published.</summary>
public sealed record StreamPublishOptions : SendOptions
{
    /// <summary>The entry's id, greater than the stream's last, else <c>conflict</c>. Default: the server makes one. It is not the idempotency key.</summary>
    public string? EntryId { get; init; }
}
