using Orleans.Realtime.Grains.Log;

namespace Orleans.Realtime.Grains.Rooms;

/// <summary>What rooms keep. Section <c>Rooms</c>.</summary>
public sealed class RoomOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Rooms";

    /// <summary>Messages a room keeps for recovery and history. Default 1,000, range 1 to 1,000,000.</summary>
    public int MaxMessages { get; set; } = 1_000;

    /// <summary>How long a room keeps a message. Default 24 hours, range 1 second to 3,650 days.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long a room that nobody opens or writes is remembered. Afterwards its log begins anew with another epoch, and a client that
    /// comes back with an old position is told of a gap. Default 24 hours, range <see cref="MaxAge"/> to 3,650 days.
    /// </summary>
    public TimeSpan IdleTtl { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Services that can listen to one room at a time; a further one is refused with <c>Conflict</c>. Default 64, range 1 to 1,024.</summary>
    public int MaxSubscribers { get; set; } = 64;

    /// <summary>A service that did not renew its subscription for this long is gone. Services renew five times as often. Default 10 s, range 1 s to 5 minutes.</summary>
    public TimeSpan SubscriptionLease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The same as an immutable value.</summary>
    internal LogRetention ToRetention() => new(MaxMessages, MaxAge, IdleTtl);
}
