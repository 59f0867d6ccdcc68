using Orleans.Realtime.Gateway.Web.Auth;

namespace Orleans.Realtime.Gateway.Web.Sessions;

/// <summary>What a client asked for when it connected.</summary>
/// <param name="Principal">Who it is.</param>
/// <param name="SessionId">The session that it comes back to, if any.</param>
/// <param name="RoomIds">Rooms to subscribe at once.</param>
/// <param name="Remote">The peer's address and port.</param>
internal sealed record SessionRequest(RealtimePrincipal Principal, string? SessionId, IReadOnlyList<string> RoomIds, string? Remote);
