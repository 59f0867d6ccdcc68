namespace Orleans.Realtime.Grains.Interfaces.Messaging;

/// <summary>Makes the messages that a service sends. Each has an id of its own: sent again, the same instance is the same message.</summary>
public static class ServiceMessage
{
    /// <summary>How long <see cref="PublishExtensions"/> repeats a call whose fault passes: longer than a cluster needs to notice a lost silo.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>A message to a room.</summary>
    /// <param name="json">One JSON value in UTF-8, at most <c>Messages:MaxBytes</c> (1 MiB). Clients get these very bytes; nobody checks them.</param>
    /// <param name="idempotencyKey">
    /// At most 64 characters, or none. What is published to the room under the same key and sender within <c>Log:IdempotencyWindow</c> (2
    /// minutes) is stored and delivered once: take it from what the message is about, and a service that restarts may send again.
    /// </param>
    /// <param name="senderId">The user it comes from, or none when it comes from the service itself.</param>
    public static Message ForRoom(byte[] json, string? idempotencyKey = null, string? senderId = null) =>
        Create(MessageKind.Room, type: null, json, idempotencyKey, senderId);

    /// <summary>An event to a user: every device of the user gets it, and it waits in the inbox while there is none.</summary>
    /// <param name="type">The application's own type of the event: see <see cref="EventTypes"/>.</param>
    /// <param name="json">As for <see cref="ForRoom"/>.</param>
    /// <param name="idempotencyKey">As for <see cref="ForRoom"/>, within the user's inbox.</param>
    /// <param name="senderId">As for <see cref="ForRoom"/>.</param>
    /// <exception cref="ArgumentException">The type is none that an application may use.</exception>
    public static Message ForUser(string type, byte[] json, string? idempotencyKey = null, string? senderId = null) =>
        EventTypes.Explain(type) is { } fault
            ? throw new ArgumentException(fault, nameof(type))
            : Create(MessageKind.Event, type, json, idempotencyKey, senderId);

    private static Message Create(MessageKind kind, string? type, byte[] json, string? idempotencyKey, string? senderId)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new()
        {
            Id = Guid.CreateVersion7().ToString("N"),
            Kind = kind,
            Type = type,
            SenderId = senderId,
            ClientId = idempotencyKey,
            Data = json,
        };
    }
}
