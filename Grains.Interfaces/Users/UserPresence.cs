namespace Orleans.Realtime.Grains.Interfaces.Users;

/// <summary>Whether a user can be reached now.</summary>
/// <param name="Online">True while at least one connection is live.</param>
/// <param name="LastSeenUnixMs">When the last connection ended, milliseconds since the Unix epoch; <see langword="null"/> when never seen, or not remembered.</param>
[GenerateSerializer]
[Immutable]
[Alias("realtime.user-presence")]
public sealed record UserPresence([property: Id(0)] bool Online, [property: Id(1)] long? LastSeenUnixMs);
