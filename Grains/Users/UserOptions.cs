namespace Orleans.Realtime.Grains.Users;

/// <summary>Limits of one user. Section <c>Users</c>.</summary>
public sealed class UserOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Users";

    /// <summary>Live connections of one user over all gateways; one more is refused as forbidden. Default 100, range 0 to 100,000; 0 is unlimited.</summary>
    public int MaxConnectionsPerUser { get; set; } = 100;
}
