namespace Orleans.Realtime.Gateway.Web.Endpoints.Contracts;

/// <summary>One connection that listens to a room.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">Whose.</param>
/// <param name="InstanceId">The gateway that holds its socket.</param>
internal sealed record RoomConnection(string SessionId, string UserId, string InstanceId);
