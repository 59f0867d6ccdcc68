namespace Orleans.Realtime.Client;

/// <summary>Who is there. May be a second old.</summary>
/// <param name="Online">User ids, sorted, at most 10,000.</param>
/// <param name="OnlineCount">How many are online.</param>
/// <param name="MemberCount">How many belong there.</param>
public sealed record PresenceResult(IReadOnlyList<string> Online, long OnlineCount, long MemberCount);
