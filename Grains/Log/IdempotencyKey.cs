namespace Orleans.Realtime.Grains.Log;

/// <summary>What makes two messages the same.</summary>
/// <param name="Sender">The sender; empty for a service that sends for nobody; <see langword="null"/> where <paramref name="Id"/> is the service's own message id.</param>
/// <param name="Id">The sender's id, or the message id.</param>
internal readonly record struct IdempotencyKey(string? Sender, string Id)
{
    /// <summary>Stands for "no sender" among senders: no user has an empty id.</summary>
    public const string Service = "";

    /// <summary>By the message's own id: a gateway that had no answer in time sends the same message again.</summary>
    public static IdempotencyKey ByMessageId(string id) => new(null, id);

    /// <summary>By the sender's id of the message: a client that had no answer sends the same frame again.</summary>
    public static IdempotencyKey ByClientId(string? sender, string clientId) => new(sender ?? Service, clientId);
}
