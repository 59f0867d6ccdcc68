namespace Orleans.Realtime.Grains.Users;

/// <summary>When the members of groups are told who came and went. Section <c>Presence</c>.</summary>
public sealed class PresenceOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Presence";

    /// <summary>How long a user must be gone before it is told: a page that is reloaded is no news. Default 3 seconds, range 0 to 5 minutes.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Groups with more members are not told; who is there can be asked. 0 tells nobody. Default 200, range 0 to 10,000.</summary>
    public int MaxGroupMembers { get; set; } = 200;
}
