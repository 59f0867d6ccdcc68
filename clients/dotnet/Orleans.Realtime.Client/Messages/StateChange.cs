namespace Orleans.Realtime.Client.Messages;

/// <summary>The connection's state changed.</summary>
public sealed record StateChange : RealtimeEvent
{
    /// <summary>What it is now.</summary>
    public required RealtimeConnectionState State { get; init; }

    /// <summary>What it was.</summary>
    public required RealtimeConnectionState Previous { get; init; }

    /// <summary>Time until the next attempt, where the state is <see cref="RealtimeConnectionState.Waiting"/>.</summary>
    public TimeSpan? RetryIn { get; init; }

    /// <summary>The close code that led here, where a connection was lost or closed; 1006 where none came.</summary>
    public int? CloseCode { get; init; }

    /// <summary>What the server, or this client, said about it.</summary>
    public string? Reason { get; init; }

    /// <summary>Why nothing further is tried, where the state is <see cref="RealtimeConnectionState.Closed"/> and nobody asked for it.</summary>
    public RealtimeClientException? Error { get; init; }
}
