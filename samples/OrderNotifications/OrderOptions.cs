namespace Orleans.Realtime.OrderNotifications;

/// <summary>What the sample does. Section <c>Orders</c>.</summary>
internal sealed class OrderOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Orders";

    /// <summary>Whose orders: this user gets an event for each. 1 to 128 characters; default <c>alice</c>.</summary>
    public string UserId { get; set; } = "alice";

    /// <summary>Where the orders are announced, and what is listened to. 1 to 128 characters; default <c>orders</c>.</summary>
    public string RoomId { get; set; } = "orders";

    /// <summary>Time between two orders. Default 2 s, range 10 ms to 1 hour.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>File that keeps the position of the last event handled, so that a restart goes on behind it. Default none: each start begins anew.</summary>
    public string? PositionFile { get; set; }
}
