namespace Orleans.Realtime.Client;

/// <summary>Every failure of this client but cancellation. Distinguish by <see cref="Code"/>; the message is for people.</summary>
/// <param name="code">One of <see cref="RealtimeErrorCodes"/>, or a newer server's.</param>
/// <param name="message">For people.</param>
/// <param name="innerException">What led to it.</param>
public sealed class RealtimeClientException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What went wrong: one of <see cref="RealtimeErrorCodes"/>, or a newer server's.</summary>
    public string Code { get; } = code;

    /// <summary>After what time trying again makes sense, where the server said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the message was sent, and nobody knows if it was stored. Never for what the server refused as wrong or not allowed.</summary>
    public bool MaybeStored { get; init; }

    /// <summary>The WebSocket close code that ended the connection for good, where there was one.</summary>
    public int? CloseCode { get; init; }

    internal static RealtimeClientException From(Exception thrown, string code) =>
        thrown as RealtimeClientException ?? new RealtimeClientException(code, thrown.Message, thrown);
}
