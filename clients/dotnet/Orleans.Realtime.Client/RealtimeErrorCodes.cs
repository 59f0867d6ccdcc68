namespace Orleans.Realtime.Client;

/// <summary>What <see cref="RealtimeClientException.Code"/> may say. A newer server may know codes that are not listed here.</summary>
public static class RealtimeErrorCodes
{
    /// <summary>The server's: the request is wrong.</summary>
    public const string BadRequest = "bad_request";

    /// <summary>The server did not take the credentials; a token provider that throws it stops the client for good.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The server's: not with these rights.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The server's: there is no such thing.</summary>
    public const string NotFound = "not_found";

    /// <summary>The server's: only for members of the group.</summary>
    public const string NotMember = "not_member";

    /// <summary>Larger than <see cref="RealtimeQueueOptions.MaxMessageBytes"/>, or than the server takes.</summary>
    public const string TooLarge = "too_large";

    /// <summary>The server's: too much. The client repeats by itself until the request's time is over.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The server's: not now. The client repeats by itself until the request's time is over.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>No answer, or no connection, in time; the server's too.</summary>
    public const string Timeout = "timeout";

    /// <summary>It exists already, or another one stands against it.</summary>
    public const string Conflict = "conflict";

    /// <summary>The server's: a fault of its own.</summary>
    public const string Internal = "internal";

    /// <summary>The client was closed, or the server wants no further attempt: <see cref="RealtimeClientException.CloseCode"/>.</summary>
    public const string Closed = "closed";

    /// <summary><see cref="RealtimeQueueOptions.MaxItems"/> requests wait for an answer already.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>Sent, not answered before the connection was lost, and not safe to repeat: nobody knows.</summary>
    public const string ConnectionLost = "connection_lost";

    /// <summary>A loop or handlers are too slow: a buffer was full.</summary>
    public const string Overflow = "overflow";

    /// <summary>A handler of the application threw; the original is the inner exception.</summary>
    public const string Handler = "handler";

    /// <summary>The server sent what this client cannot take.</summary>
    public const string Protocol = "protocol";
}
