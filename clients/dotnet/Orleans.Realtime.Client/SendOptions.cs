namespace Orleans.Realtime.Client;

/// <summary>How one request is handled.</summary>
public record SendOptions
{
    /// <summary>1 to 64 characters, none of them a control character, unique for the user: the idempotency key. Default: a new one.</summary>
    public string? Id { get; init; }

    /// <summary>For waiting, sending and repeating together: 1 ms to 24 hours. Default <see cref="RealtimeQueueOptions.Timeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }
}
